import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type CaseProgress, explain } from '@/services'

/** A sensitive case: nothing goes out by itself until a judge or the director lets it go, node by node (rules F-5). */
export function Hold({ caseId, held, progress, onChanged }: { caseId: string; held: boolean; progress: CaseProgress; onChanged: () => void }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const save = useAction(async () => {
    await progress.hold(caseId, { held: !held, reason: reason.trim() })
    setAsking(false)
    setReason('')
    onChanged()
  })
  const title = held ? '恢复自动告知' : '暂停自动告知（敏感案件）'
  return (
    <View>
      <Button kind="plain" onTap={() => setAsking(true)}>{title}</Button>
      <ConfirmSheet open={asking} title={title} confirm={held ? '恢复' : '暂停'} busy={save.busy} disabled={reason.trim().length < 2} onConfirm={save.run} onClose={() => setAsking(false)}>
        <View className="zx-stack">
          <Text className="zx-body">
            {held ? '恢复以后，暂停期间没有放行的节点会立即告知有权知道的当事人。不该告知的，请先撤回或者不要恢复。' : '暂停以后，新记录的节点不会自动告知当事人，须逐条放行。已经告知的不受影响。'}
          </Text>
          <TextField label="理由（只供法院内部看）" value={reason} maxLength={200} onChange={setReason} />
          {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
        </View>
      </ConfirmSheet>
    </View>
  )
}
