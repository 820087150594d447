import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { UrgentMatterView, UrgentView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { nowHere } from '@/platform/now'
import { clockWords, momentWords, silenceWords, type UrgentStore, urgentHeadline, urgentSteps } from '@/services'
import { Clue } from './clue'
import { Numbers } from './numbers'
import { RaiseForm } from './raise-form'

interface Props {
  view: UrgentView
  canRaise: boolean
  store: UrgentStore
}

/** For whoever raises it: the form, then who has it or whom it rings, and at any time whom to call. */
export function Sender({ view: { matter, numbers }, canRaise, store }: Props) {
  const [writing, setWriting] = useState(false)
  const open = matter && matter.status !== 'settled' ? matter : null
  if (!open && canRaise && (writing || !matter)) {
    return (
      <View className="zx-stack">
        <Text className="zx-title">发现财产正在被转移，写一句话或拍一张照就可以发</Text>
        <RaiseForm store={store} numbers={numbers} adds={false} onSent={() => setWriting(false)} />
        <Numbers title="有危险，或者等不及，直接打电话" numbers={numbers} />
      </View>
    )
  }
  if (!matter) return <Text className="zx-body">这里没有紧急线索。</Text>
  return (
    <View className="zx-stack">
      <Progress matter={matter} numbers={numbers} />
      {!open && canRaise ? <Button kind="danger" onTap={() => setWriting(true)}>又发现财产正在被转移，再上报</Button> : null}
      {matter.said.map(({ name, at, text }) => (
        <View key={at} className="zx-note"><Text className="zx-body">{name} {clockWords(at)}：{text ?? '（内容已封存）'}</Text></View>
      ))}
      <Clue items={matter.items} store={store} />
      {open && canRaise && !writing ? <Button kind="plain" onTap={() => setWriting(true)}>又有新情况，补充</Button> : null}
      {open && canRaise && writing ? <RaiseForm store={store} numbers={numbers} adds onSent={() => setWriting(false)} /> : null}
      {matter.status === 'unreached' ? null : <Numbers title="有危险，或者等不及，直接打电话" numbers={numbers} />}
    </View>
  )
}

const TONES = { taken: 'done', settled: 'done', unreached: 'late', ringing: 'warn' } as const

function Progress({ matter, numbers }: { matter: UrgentMatterView; numbers: UrgentView['numbers'] }) {
  const now = nowHere()
  const { status, taken, settled } = matter
  const ringsAgain = status === 'taken' && taken?.againAt != null
  return (
    <>
      <View className={`zx-note zx-note--${ringsAgain ? 'warn' : TONES[status]}`}>
        <View><Text className="zx-headline">{urgentHeadline(matter, now)}</Text></View>
        {status === 'ringing' ? <View><Text className="zx-body">您不用一直看着，有人接手这里会马上变。</Text></View> : null}
        {silenceWords(matter, now).map((words) => <View key={words}><Text className="zx-body-strong">{words}</Text></View>)}
        {status === 'taken' && !ringsAgain ? <View><Text className="zx-body">接手的人会在这里告诉您怎么办。请保持手机畅通，注意安全，不要自己去拦。</Text></View> : null}
        {status === 'unreached' ? <View><Text className="zx-body">线索已经附卷，之后仍会有人处理。现在请打下面的电话。</Text></View> : null}
        {settled ? <View><Text className="zx-body">{settled.name}：{settled.summary ?? '（内容已封存）'}</Text></View> : null}
        {settled && taken ? <View><Text className="zx-caption">{taken.name}（{taken.title}）{momentWords(taken.at, now)} 接手</Text></View> : null}
      </View>
      {status === 'unreached' ? <Numbers title="现在请打电话" numbers={numbers} /> : null}
      {status === 'ringing' || status === 'unreached' || ringsAgain ? (
        <Section title="呼叫经过">
          {urgentSteps(matter).map((words, i, all) => (
            <View key={words} className={`zx-urgent-step ${matter.next && i === all.length - 1 ? 'zx-urgent-step--next' : ''}`}><Text className="zx-body">{words}</Text></View>
          ))}
        </Section>
      ) : null}
    </>
  )
}
