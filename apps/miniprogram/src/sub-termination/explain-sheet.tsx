import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain } from '@/services/errors'
import type { CheckProps } from './check-card'

const LEAST = 4

/** Why a check that is red does not keep the termination back. */
export function ExplainSheet({ caseId, check, service, onDone, onClose }: CheckProps & { onClose(): void }) {
  const [text, setText] = useState(check.reason?.text ?? '')
  const send = useAction(async () => {
    await service.explain(caseId, check.number, { text: text.trim() })
    onClose()
    onDone(`第 ${check.number} 项的理由已存入案卷。`)
  })
  return (
    <ConfirmSheet open title={`第 ${check.number} 项：写明理由`} confirm="存入案卷" busy={send.busy} disabled={text.trim().length < LEAST} onConfirm={() => send.run()} onClose={onClose}>
      <View className="zx-stack">
        {check.missing.map(({ says }) => <Text key={says} className="zx-body">{says}</Text>)}
        <TextField label="理由" kind="long" value={text} onChange={setText} maxLength={500} placeholder="如：邮寄送达，回证在卷第三页" hint="理由存入案卷，不能撤销；可以再写一份新的代替。以后又缺了别的，要重新写。" />
        {send.error ? <Text className="zx-body zx-late">{explain(send.error)}</Text> : null}
      </View>
    </ConfirmSheet>
  )
}
