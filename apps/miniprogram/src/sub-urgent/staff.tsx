import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { UrgentAbilities, UrgentMatterView, UrgentView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { clockWords, explain, momentWords, type UrgentStore } from '@/services'
import { Clue } from './clue'

interface Props {
  view: UrgentView
  can: UrgentAbilities
  store: UrgentStore
}

type Asking = 'settle' | 'return' | null

/** For whoever of the court it rings: what is happening, one button to take it, then a word to the sender and the end. */
export function Staff({ view, can, store }: Props) {
  const { matter, personName, personRole, caseNumber, cause } = view
  const [asking, setAsking] = useState<Asking>(null)
  const take = useAction(store.take)
  if (!matter) return <Text className="zx-body">这里没有紧急线索。</Text>
  return (
    <View className="zx-stack">
      <View className={`zx-note ${matter.settled || (matter.taken && !matter.taken.againAt) ? 'zx-note--done' : 'zx-note--late'}`}>
        <View><Text className="zx-headline">{headlineOf(matter)}</Text></View>
        {matter.taken?.againAt && !matter.settled ? (
          <View><Text className="zx-body-strong">{can.answer ? '您一直没有告诉当事人怎么处理，正在呼叫别人接手。请在下面说一句，或者办结。' : `${matter.taken.name}没有回音。您可以接手。`}</Text></View>
        ) : null}
        <View><Text className="zx-body">{personName}（{personRole}）{momentWords(matter.startedAt, nowHere())} 发来</Text></View>
        <View><Text className="zx-caption zx-number">{caseNumber} {cause}</Text></View>
        {matter.settled ? <View><Text className="zx-body">{matter.settled.name}：{matter.settled.summary ?? '（内容已封存）'}</Text></View> : null}
      </View>
      {take.error ? <View className="zx-note zx-note--warn"><Text className="zx-body">{explain(take.error)}</Text></View> : null}
      {can.take ? <Button busy={take.busy} onTap={take.run}>我来处理</Button> : null}
      <Clue items={matter.items} store={store} />
      {matter.said.map(({ name, at, text }) => <View key={at} className="zx-note"><Text className="zx-body">{name} {clockWords(at)} 告诉当事人：{text ?? '（内容已封存）'}</Text></View>)}
      {can.answer ? <Answer store={store} /> : null}
      {can.settle ? <Button onTap={() => setAsking('settle')}>办结</Button> : null}
      {can.answer ? <Button kind="plain" onTap={() => setAsking('return')}>放回，请别人接</Button> : null}
      {can.openThread ? <Button kind="plain" onTap={() => open('thread', { caseId: view.caseId, personId: view.personId })}>打开沟通记录</Button> : null}
      <People matter={matter} />
      {asking ? <EndSheet asking={asking} store={store} onClose={() => setAsking(null)} /> : null}
    </View>
  )
}

function headlineOf({ status, taken, settled }: UrgentMatterView): string {
  if (settled) return `已办结，${clockWords(settled.at)}`
  if (taken) return `${taken.name}（${taken.title}）已接手，${clockWords(taken.at)}`
  return status === 'unreached' ? '呼叫已结束，还没有人接' : '正在呼叫，还没有人接'
}

/** A word to the sender, who reads it at once. */
function Answer({ store }: { store: UrgentStore }) {
  const [text, setText] = useState('')
  const say = useAction(async () => {
    await store.say(text.trim())
    setText('')
  })
  return (
    <View className="zx-stack">
      <TextField label="告诉当事人" kind="long" value={text} onChange={setText} maxLength={500} placeholder="例如：已通知法警出发，请保持电话畅通，不要自己去拦" error={say.error ? explain(say.error) : undefined} />
      <Button kind="plain" busy={say.busy} disabled={text.trim() === ''} onTap={say.run}>发给当事人</Button>
    </View>
  )
}

const SHEETS = {
  settle: { title: '办结紧急线索', confirm: '办结，记入案卷', label: '怎么处理的（当事人会看到）', hint: '办结以后，不是本案承办的人不能再看这条线索。' },
  return: { title: '放回，请别人接', confirm: '放回，重新呼叫', label: '为什么放回', hint: '放回以后会从头呼叫，当事人会看到还没有人接。' },
} as const

function EndSheet({ asking, store, onClose }: { asking: 'settle' | 'return'; store: UrgentStore; onClose: () => void }) {
  const [text, setText] = useState('')
  const end = useAction(async () => {
    await (asking === 'settle' ? store.settle(text.trim()) : store.giveBack(text.trim()))
    onClose()
  })
  const { title, confirm, label, hint } = SHEETS[asking]
  return (
    <ConfirmSheet open title={title} confirm={confirm} busy={end.busy} disabled={text.trim().length < 2} onConfirm={end.run} onClose={onClose}>
      <TextField label={label} kind="long" value={text} onChange={setText} maxLength={asking === 'settle' ? 500 : 200} error={end.error ? explain(end.error) : undefined} />
      <Text className="zx-caption">{hint}</Text>
    </ConfirmSheet>
  )
}

const RESULTS = { sent: '短信已发', refused: '短信发不到这个号码', busy: '短信没有发出', no_number: '没有手机号' } as const

function People({ matter: { people } }: { matter: UrgentMatterView }) {
  if (!people || people.length === 0) return null
  return (
    <Section title="呼叫过的人">
      {people.map(({ name, title, times, lastAt, result }) => (
        <ListRow key={name} title={`${name}（${title}）`} note={`${times} 次，最近 ${clockWords(lastAt)}`} value={result ? RESULTS[result] : '正在发短信'} />
      ))}
    </Section>
  )
}
