import type { CallerCase, CallView, HotlineDesk, ToldInCall } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { ListRow } from '@/components/list-row'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { focusIn } from '@/hooks/use-desk-keys'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type Account, dueWords, explain, inboxWhole, momentWords } from '@/services'
import { createHotline } from '@/services/hotline'
import type { Choosing } from './keys-held'

interface Props {
  account: Account
  desk: HotlineDesk
  call: CallView
  /** Opens the case at a place of the list. */
  chooses: Choosing
}

/** What may be read out to whoever was verified: what their own pages say. Each opening is an entry, written before anything is shown. */
export function Told({ account, desk, call, chooses }: Props) {
  const cases = useResource(`cases ${call.callId} ${call.verified?.by ?? ''}`, () => account.own(createHotline).cases(call.callId))
  const [told, setTold] = useState<ToldInCall | null>(null)
  const tell = useAction(async ({ caseId }: CallerCase) => setTold(await account.own(createHotline).tell(call.callId, { caseId, what: call.tells })))
  const { value } = cases
  useEffect(() => {
    chooses.current = (place) => {
      const one = value?.[place]
      if (one) tell.run(one)
    }
    return () => {
      chooses.current = null
    }
  })
  useEffect(() => {
    if (value) focusIn('hd-cases')
  }, [value])
  return (
    <View className="zx-stack">
      <Section title="他自己的案件">
        <View id="hd-cases">
          <ResourceView resource={cases} what="正在取案件">
            {(rows) => rows.length === 0 ? <View className="zx-pad"><Text className="zx-body">现在没有和他有关的案件。</Text></View> : (
              <View>{rows.map((one, i) => <ListRow key={one.caseId} title={`${i + 1} ${one.caseNumber}`} note={`${one.cause}，${one.title}`} label={`打开${one.caseNumber}`} onTap={() => tell.run(one)} />)}</View>
            )}
          </ResourceView>
        </View>
        {call.verified?.by === 'knowledge' ? <View className="zx-pad"><Text className="zx-caption">口头核对的，只看说对了案号的这一件；还问别的案件的，按 F7 记下回拨。</Text></View> : null}
        {tell.error ? <View className="zx-note zx-note--late"><Text>{explain(tell.error)}</Text></View> : null}
      </Section>
      {told ? <ToldOf told={told} onlyCallBack={call.verified?.by === 'knowledge' ? desk.words.onlyCallBack : null} /> : null}
    </View>
  )
}

function ToldOf({ told: { caseNumber, cause, title, progress, inbox }, onlyCallBack }: { told: ToldInCall; onlyCallBack: string | null }) {
  const now = nowHere()
  return (
    <Section title={`可以告诉他：${caseNumber}`}>
      <View className="zx-pad zx-stack--tight">
        <Text className="zx-caption">{cause}，{title}。下面的话他本人的页面上都有，可以照着念。</Text>
        {progress?.due.map(({ text, dueAt, isPast, ref }) => <Text key={`due ${ref} ${text}`} className={`zx-body ${isPast ? 'zx-late' : ''}`}>要办：{text}{dueAt ? `（${dueWords(dueAt, isPast, now)}）` : ''}</Text>)}
        {progress?.done.filter(({ takenBack }) => !takenBack).map(({ ref, on, label, text, means, act }) => (
          <View key={ref} className="zx-hotline-said"><Text className="zx-body"><Text className="zx-body-strong">{on} {label}</Text>：{text}{means ?? ''}{act ? ` 需要他：${act.text}` : ''}</Text></View>
        ))}
        {progress && progress.done.length === 0 ? <Text className="zx-body">还没有可以告诉他的进度。</Text> : null}
        {inbox?.map(({ entry }) => {
          const { title: what, text } = inboxWhole(entry)
          return <View key={entry.index} className="zx-hotline-said"><Text className="zx-body"><Text className="zx-body-strong">{momentWords(entry.at, now)} {what}</Text>：{text}</Text></View>
        })}
        {onlyCallBack ? <View className="zx-note zx-note--warn"><Text>{onlyCallBack}</Text></View> : null}
      </View>
    </Section>
  )
}
