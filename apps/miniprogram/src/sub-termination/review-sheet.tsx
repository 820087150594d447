import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain } from '@/services/errors'
import type { CheckProps } from './check-card'

const LEAST = 2

/** What a person found of a check that no machine can judge. */
export function ReviewSheet({ caseId, check, service, onDone, onClose }: CheckProps & { onClose(): void }) {
  const [fine, setFine] = useState<'yes' | 'no' | null>(null)
  const [note, setNote] = useState('')
  const send = useAction(async () => {
    await service.review(caseId, check.number, { fine: fine === 'yes', note: note.trim(), seen: check.seen })
    onClose()
    onDone(`第 ${check.number} 项的审查结果已存入案卷。`)
  })
  const isReady = fine !== null && note.trim().length >= LEAST
  return (
    <ConfirmSheet open title={`第 ${check.number} 项：审查结果`} confirm="存入案卷" busy={send.busy} disabled={!isReady} onConfirm={() => send.run()} onClose={onClose}>
      <View className="zx-stack">
        <Text className="zx-body">{check.text}</Text>
        <ChoiceList choices={[{ value: 'yes', title: '看过了，没有问题' }, { value: 'no', title: '看过了，有问题' }]} chosen={fine} onChoose={setFine} />
        <TextField label="看了什么、怎么认定" kind="long" value={note} onChange={setNote} maxLength={500} hint="存入案卷，不能撤销；可以再写一份新的代替。" />
        {send.error ? <Text className="zx-body zx-late">{explain(send.error)}</Text> : null}
      </View>
    </ConfirmSheet>
  )
}
