import { Switch } from '@nutui/nutui-react-taro'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { MESSAGE_MAX_CHARS } from '@zhixin/shared/rules'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { OffHoursSheet } from '@/components/off-hours-sheet'
import { ResourceView } from '@/components/resource-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { type ConductService, explain } from '@/services'
import type { MessageRow } from './message'

interface Props {
  thread: ThreadKey
  conduct: ConductService
  onDone: () => void
  onClose: () => void
}

/** The proposer agrees that the other side is told, and reads before what will and will not be. */
export function ConsentSheet({ thread, conduct, index, text, onDone, onClose }: Props & { index: number; text: string | undefined }) {
  const agree = useAction(async () => {
    await conduct.giveConsent(thread, index)
    onDone()
  })
  return (
    <ConfirmSheet open title="同意转告对方？" confirm="同意转告" busy={agree.busy} onConfirm={agree.run} onClose={onClose}>
      {text ? <View className="zx-note"><Text className="zx-body">{text}</Text></View> : null}
      <Text className="zx-body">承办人会用自己的话把这个意思告诉对方，不会给对方看您的原话和附件。</Text>
      <Text className="zx-body">转告以前，您可以随时撤回。转告以后不能撤回。不同意，承办人就不能转告。</Text>
      {agree.error ? <Text className="zx-body zx-late">{explain(agree.error)}</Text> : null}
    </ConfirmSheet>
  )
}

/** The handler tells the other side, in words of their own: the form begins empty. */
export function PassOnSheet({ thread, conduct, row, needsReason, onDone, onClose }: Props & { row: MessageRow; needsReason: boolean }) {
  const people = useResource(`other-side ${thread.caseId}/${thread.personId}`, () => conduct.otherSide(thread))
  const [to, setTo] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [settles, setSettles] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const pass = useAction(async (offHoursReason?: string) => {
    setAsking(false)
    await conduct.passOn(thread, row.index, { toPersonId: to!, text: text.trim(), settles, ...(offHoursReason !== undefined && { offHoursReason }) })
    onDone()
  })
  if (isAsking) return <OffHoursSheet onReason={(reason) => pass.run(reason)} onClose={() => setAsking(false)} />
  return (
    <ConfirmSheet open title="转告对方" confirm="作为我的消息发给对方" busy={pass.busy} disabled={to === null || text.trim() === ''} onConfirm={() => (needsReason ? setAsking(true) : pass.run())} onClose={onClose}>
      <Text className="zx-body">请用自己的话写。原话、时间和附件都不会给对方；发出后不能修改或撤回。</Text>
      <View className="zx-note"><Text className="zx-caption">提出人写的（只给您看）：{row.text}</Text></View>
      <ResourceView resource={people} what="正在查看对方是谁">
        {({ people: all }) => (
          <ChoiceList choices={all.map(({ personId, name, role }) => ({ value: personId, title: name, note: role }))} chosen={to} onChoose={setTo} />
        )}
      </ResourceView>
      <TextField label="转告的话" kind="long" value={text} onChange={setText} maxLength={MESSAGE_MAX_CHARS} error={pass.error ? explain(pass.error) : undefined} />
      <ListRow title="同时算作答复" note="收到的人有事在等答复的，只有打开这一项才算已答复" value={<Switch checked={settles} ariaLabel="同时算作答复" onChange={setSettles} />} />
    </ConfirmSheet>
  )
}
