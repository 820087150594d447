import type { CheckedNode, NodeTemplate } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { type CaseProgress, dateWords, dayWords, explain, type NodeDraft, saidOf } from '@/services'
import { ToldLines } from './told-lines'

interface Props {
  open: boolean
  caseId: string
  template: NodeTemplate
  draft: NodeDraft
  late: boolean
  /** The first thing that is not filled in. */
  missing?: string
  /** What the court's rules say of it as it stands; null while they are asked. */
  checked: CheckedNode | null
  failed: unknown
  progress: CaseProgress
  onClose(): void
  onEdit(): void
  onRecorded(): void
}

/** Before it is sent: what is recorded of which day, who is told which words, and how it can be taken back. */
export function ConfirmNode({ open, caseId, template, draft, late, missing, checked, failed, progress, onClose, onEdit, onRecorded }: Props) {
  const save = useAction(async () => {
    await progress.record(caseId, saidOf(template, draft, late))
    onRecorded()
  })
  const now = nowHere()
  const day = draft.on === dayOf(now) ? dayWords(draft.on, now) : dateWords(draft.on)
  const isReady = checked !== null && checked.refused === null && missing === undefined
  return (
    <ConfirmSheet open={open} title={`记录：${template.label}`} confirm="记录" busy={save.busy} disabled={!isReady} onConfirm={save.run} onClose={onClose}>
      <View className="zx-stack">
        <Text className="zx-body">{day}{draft.time ? ` ${draft.time}` : ''}{draft.object ? ` · ${draft.object}` : ''}{late ? '（补记）' : ''}</Text>
        {checked?.refused && missing === undefined ? <View className="zx-note zx-note--late"><Text className="zx-body">{checked.refused.message}</Text></View> : null}
        {missing !== undefined ? <View className="zx-note zx-note--warn"><Text className="zx-body">还要填写：{missing}</Text></View> : null}
        {checked?.warnings.map((warning) => <View key={warning} className="zx-note zx-note--warn"><Text className="zx-body">请留意：{warning}</Text></View>)}
        {isReady ? <ToldLines told={checked.told} own={template.label} /> : null}
        {checked === null && !failed ? <Text className="zx-caption">正在核对…</Text> : null}
        {failed && !checked ? <View className="zx-note zx-note--warn"><Text className="zx-body">{explain(failed)}</Text></View> : null}
        <Text className="zx-caption">记录以后不能改。记错了可以撤回：撤回的记录和理由都留在案卷里，已经告知的人会收到更正。</Text>
        <Button kind="plain" onTap={onEdit}>改日期、写说明</Button>
        {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      </View>
    </ConfirmSheet>
  )
}
