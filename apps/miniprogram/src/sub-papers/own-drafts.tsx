import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { PaperDrafts } from '@zhixin/shared/contract'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { explain, momentWords, type PapersService } from '@/services'

interface Props {
  title: string
  drafts: PaperDrafts['drafts']
  /** Whether each says of which file it is. */
  ofMany?: boolean
  service: PapersService
  onChanged: () => void
}

/** What somebody has begun: to go on with, or, of a file that is no longer theirs, to throw away. */
export function OwnDrafts({ title, drafts, ofMany = false, service, onChanged }: Props) {
  const [gone, setGone] = useState<string | null>(null)
  const discard = useAction(async () => {
    await service.discard(gone!)
    await service.forgetHere(gone!)
    setGone(null)
    onChanged()
  })
  if (drafts.length === 0) return null
  return (
    <Section title={title}>
      {drafts.map(({ paperId, label, number, changedAt, writable }) => (
        <ListRow
          key={paperId} title={ofMany ? `${label}，${number}` : label} value={writable ? '接着写' : '扔掉'}
          note={`${momentWords(changedAt, nowHere())}改过${writable ? '' : '，这件已经不归您办，不能再写'}`}
          onTap={() => (writable ? open('paper', { paperId }) : setGone(paperId))}
        />
      ))}
      <ConfirmSheet open={gone !== null} title="扔掉草稿？" confirm="扔掉" danger busy={discard.busy} onConfirm={discard.run} onClose={() => setGone(null)}>
        <Text className="zx-body">写的内容和已经签的字都会删掉，卷里不留。此操作不能撤销。</Text>
        {discard.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(discard.error)}</Text></View> : null}
      </ConfirmSheet>
    </Section>
  )
}
