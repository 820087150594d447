import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { OffHoursSheet } from '@/components/off-hours-sheet'
import { Sheet } from '@/components/sheet'
import { nowHere } from '@/platform/now'
import { services } from '@/platform/services'
import { momentWords } from '@/services'
import type { MessageDraft } from '@/services/outbox-item'
import type { PendingRow } from './message'

interface Props {
  row: PendingRow
  /** Otherwise it can only be copied and removed. */
  canWrite: boolean
  onClose: () => void
  /** It has been taken back: put it into the composer. */
  onEdit: (draft: MessageDraft) => void
  /** Voices must be put into words first; then it goes on. Undefined when none wait. */
  beforeSettling?: (goOn: () => void) => void
}

/** What can be done about a message that did not get out: again, change it, or let it be. */
export function PendingSheet({ row, canWrite, onClose, onEdit, beforeSettling }: Props) {
  const { item, problem } = row
  const { outbox } = services
  const [asking, setAsking] = useState(false)
  const retry = (offHoursReason?: string) => {
    void outbox.retry(item.id, offHoursReason === undefined ? {} : { offHoursReason })
    onClose()
  }
  const edit = async () => {
    const draft = await outbox.takeBack(item.id)
    onClose()
    if (draft) onEdit(draft)
  }
  const discard = async () => {
    await outbox.discard(item.id)
    onClose()
  }
  if (asking) return <OffHoursSheet onReason={retry} onClose={onClose} />
  const wantsReason = item.code === 'messaging.off_hours_reason_required'
  const wantsSummary = item.code === 'messaging.voice_summary_required' && beforeSettling
  return (
    <Sheet open title="这条消息还没有发出" onClose={onClose}>
      {problem ? <View className="zx-note zx-note--late"><Text className="zx-body">{problem}</Text></View> : null}
      {canWrite ? null : <Text className="zx-body" userSelect>{item.text}</Text>}
      {canWrite && wantsSummary ? <Button onTap={() => wantsSummary(() => retry())}>先写语音大意，再发送</Button> : null}
      {canWrite && !wantsSummary ? <Button onTap={() => (wantsReason ? setAsking(true) : retry())}>{wantsReason ? '写明理由后重发' : '重新发送'}</Button> : null}
      {canWrite && item.code === 'messaging.slowed' && item.possibleAt !== undefined && item.sendAt === undefined ? (
        <Button kind="plain" onTap={() => { void outbox.putOff(item.id); onClose() }}>先存着，{momentWords(new Date(item.possibleAt).toISOString(), nowHere())}以后自动发</Button>
      ) : null}
      {outbox.canTakeBack(item.id) ? (
        <>
          {canWrite ? <Button kind="plain" onTap={() => void edit()}>拿回来修改</Button> : null}
          <Button kind="danger" onTap={() => void discard()}>不发了，删除</Button>
        </>
      ) : null}
    </Sheet>
  )
}
