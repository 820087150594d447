import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { FlagView, ThreadFlags } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type ConductService, explain } from '@/services'

interface Props {
  thread: ThreadKey
  conduct: ConductService
  onDone: () => void
  onClose: () => void
}

/** What a message is, for the court alone; beside each kind what its handler does now. */
export function FlagSheet({ thread, conduct, index, kinds, onDone, onClose }: Props & { index: number; kinds: ThreadFlags['kinds'] }) {
  const [kind, setKind] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const flag = useAction(async () => {
    await conduct.flag(thread, index, { kind: kind!, note: note.trim() })
    onDone()
  })
  const advice = kinds.find((one) => one.kind === kind)?.advice
  return (
    <ConfirmSheet open title="标记这条消息" confirm="记入副卷，报团队负责人" busy={flag.busy} disabled={kind === null} onConfirm={flag.run} onClose={onClose}>
      <Text className="zx-body">只有法院内部能看到，写消息的人看不到，也不会收到提示。</Text>
      <ChoiceList choices={kinds.map((one) => ({ value: one.kind, title: one.label }))} chosen={kind} onChoose={setKind} />
      {advice ? <View className="zx-note zx-note--warn"><Text className="zx-body">{advice}</Text></View> : null}
      <TextField label="补充情况（可不填）" kind="long" value={note} onChange={setNote} maxLength={500} error={flag.error ? explain(flag.error) : undefined} />
    </ConfirmSheet>
  )
}

/** Takes a flag back; that it was there, and why it went, stays on record. */
export function WithdrawFlagSheet({ thread, conduct, flag, onDone, onClose }: Props & { flag: FlagView }) {
  const [reason, setReason] = useState('')
  const withdraw = useAction(async () => {
    await conduct.withdrawFlag(thread, flag.id, reason.trim())
    onDone()
  })
  return (
    <ConfirmSheet open title={`撤回标记：${flag.label}`} confirm="撤回，记入副卷" busy={withdraw.busy} disabled={reason.trim().length < 2} onConfirm={withdraw.run} onClose={onClose}>
      <Text className="zx-body">{flag.byName}标记的{flag.note ? `：${flag.note}` : '。'}标记和撤回都会留在记录里。</Text>
      <TextField label="撤回的理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" error={withdraw.error ? explain(withdraw.error) : undefined} />
    </ConfirmSheet>
  )
}
