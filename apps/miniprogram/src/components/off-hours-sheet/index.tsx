import { Text } from '@tarojs/components'
import { useState } from 'react'
import { ChoiceList } from '../choice-list'
import { ConfirmSheet } from '../confirm-sheet'
import { TextField } from '../text-field'

const USUAL = ['当事人情况紧急', '执行行动正在进行', '工作时间未能答复，补充答复'] as const
type Usual = (typeof USUAL)[number]

/** Outside office hours the court's side writes only with a reason, which is filed with the message. */
export function OffHoursSheet({ onReason, onClose }: { onReason: (reason: string) => void; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const usual = USUAL.find((one) => one === reason) ?? null
  return (
    <ConfirmSheet open title="现在是非工作时间" confirm="写明理由并发送" disabled={reason.trim().length < 2} onConfirm={() => onReason(reason.trim())} onClose={onClose}>
      <Text className="zx-body">请选一个理由，或自己写。理由会记入案卷，当事人也能看到。</Text>
      <ChoiceList<Usual> choices={USUAL.map((value) => ({ value, title: value }))} chosen={usual} onChoose={setReason} />
      <TextField label="发送理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" />
    </ConfirmSheet>
  )
}
