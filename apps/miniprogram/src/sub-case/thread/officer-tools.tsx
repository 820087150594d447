import { Text } from '@tarojs/components'
import { useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain, type ThreadActions } from '@/services'

interface Props {
  thread: ThreadKey
  actions: ThreadActions
  onDone: () => void
  onClose: () => void
  /** What must be done before a matter is settled, and then goes on: voices that nobody has put into words. Undefined when none wait. */
  beforeSettling?: (goOn: () => void) => void
}

const REASONS = ['当事人只是表示感谢或知悉', '已在电话或当面答复', '与前一条内容重复'] as const
type Reason = (typeof REASONS)[number]

/** 无需回复: closes what is open without an answer; the party reads the reason. */
export function DismissSheet({ thread, actions, onDone, onClose, beforeSettling }: Props) {
  const [reason, setReason] = useState('')
  const dismiss = useAction(async () => {
    await actions.dismiss(thread, reason.trim())
    onDone()
  })
  const usual = REASONS.find((one) => one === reason) ?? null
  return (
    <ConfirmSheet open title="无需回复" confirm="记入案卷" busy={dismiss.busy} disabled={reason.trim().length < 2}
      onConfirm={beforeSettling ? () => beforeSettling(dismiss.run) : dismiss.run} onClose={onClose}>
      <Text className="zx-body">待答复的事项到此结束。理由会附卷，当事人能看到。</Text>
      <ChoiceList<Reason> choices={REASONS.map((value) => ({ value, title: value }))} chosen={usual} onChoose={setReason} />
      <TextField label="理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" error={dismiss.error ? explain(dismiss.error) : undefined} />
    </ConfirmSheet>
  )
}

const SUMMARIES = ['已电话说明办理进展', '电话无人接听', '已当面说明办理进展'] as const
type Summary = (typeof SUMMARIES)[number]
const KIND_OF: Record<Summary, 'phone' | 'visit'> = { 已电话说明办理进展: 'phone', 电话无人接听: 'phone', 已当面说明办理进展: 'visit' }
/** A call nobody took answers nothing. */
const SETTLES: Record<Summary, boolean> = { 已电话说明办理进展: true, 电话无人接听: false, 已当面说明办理进展: true }

/** A phone call or a visit, written down in two taps: what happened, and 记入案卷. */
export function ContactSheet({ thread, actions, onDone, onClose, beforeSettling }: Props) {
  const [usual, setUsual] = useState<Summary>(SUMMARIES[0])
  const [own, setOwn] = useState('')
  const summary = own.trim() === '' ? usual : `${usual}：${own.trim()}`
  const record = useAction(async () => {
    await actions.recordContact(thread, { kind: KIND_OF[usual], summary, settles: SETTLES[usual] })
    onDone()
  })
  return (
    <ConfirmSheet open title="记录电话或来访" confirm="记入案卷" busy={record.busy}
      onConfirm={beforeSettling && SETTLES[usual] ? () => beforeSettling(record.run) : record.run} onClose={onClose}>
      <ChoiceList<Summary> choices={SUMMARIES.map((value) => ({ value, title: value, note: SETTLES[value] ? '待答复的事项算已答复' : '待答复的事项仍须答复' }))} chosen={usual} onChoose={setUsual} />
      <TextField label="补充（可不填）" kind="long" value={own} onChange={setOwn} maxLength={400} error={record.error ? explain(record.error) : undefined} />
      <Text className="zx-caption">记录会附卷，当事人能看到。</Text>
    </ConfirmSheet>
  )
}
