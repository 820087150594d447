import { Text } from '@tarojs/components'
import type { BulletinView } from '@zhixin/shared/contract'
import { useState } from 'react'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type BulletinsService, explain } from '@/services'
import { spanWords } from '@/services/bulletin-words'

interface Props {
  view: BulletinView
  open: boolean
  isCorrection: boolean
  service: BulletinsService
  onClose(): void
  onIssued(): void
}

/** Asks once before a bulletin becomes an entry; a correction says why. */
export function IssueSheet({ view, open, isCorrection, service, onClose, onIssued }: Props) {
  const [because, setBecause] = useState('')
  const issue = useAction(async () => {
    await service.issue(view, isCorrection ? because.trim() : undefined)
    onClose()
    onIssued()
  })
  return (
    <ConfirmSheet
      open={open} title={isCorrection ? '印发更正' : `印发${view.title}`} confirm={isCorrection ? '印发更正' : '印发'} busy={issue.busy}
      disabled={isCorrection && because.trim().length < 4} onConfirm={() => issue.run()} onClose={onClose}
    >
      <Text className="zx-body">{spanWords(view)}。印发后，数字、文字和文件按现在的样子定下来，写进日志。此操作不能撤销，有错只能再印发更正。</Text>
      {isCorrection ? <TextField label="更正的原因" value={because} onChange={setBecause} kind="long" maxLength={200} placeholder="例如：补登了一件来访" /> : null}
      {issue.busy ? <Text className="zx-caption">正在制作公文和表格，要几秒钟，请不要离开。</Text> : null}
      {issue.error ? <Text className="zx-body zx-late">{explain(issue.error)}</Text> : null}
    </ConfirmSheet>
  )
}
