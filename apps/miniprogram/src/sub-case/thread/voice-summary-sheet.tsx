import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { WaitingVoice } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { VOICE_SUMMARY_MAX_CHARS } from '@zhixin/shared/rules'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type BubbleAttachment, explain, type ThreadActions, type ThreadRow } from '@/services'
import { Attachment } from './attachment'

interface Props {
  thread: ThreadKey
  voices: readonly WaitingVoice[]
  rows: readonly ThreadRow[]
  actions: ThreadActions
  /** What the button leads on to: 发送, 记入案卷. */
  next: string
  /** Where one that is there is to be replaced: what it says. */
  before?: string
  onDone: () => void
  onClose: () => void
}

const SHORTEST = 2

/** Before an answer: each voice of the party's, to hear and to put into a line of words. What is typed stays until all of it is stored. */
export function VoiceSummarySheet({ thread, voices, rows, actions, next, before, onDone, onClose }: Props) {
  // The list does not shrink under the typing hand while one after another is stored.
  const [asked] = useState(voices)
  const [words, setWords] = useState<Record<string, string>>(() => Object.fromEntries(voices.map(({ attachmentId }) => [attachmentId, before ?? ''])))
  const [stored, setStored] = useState<readonly string[]>([])
  const wordsOf = (id: string) => (words[id] ?? '').trim()
  const keep = useAction(async () => {
    for (const { index, attachmentId } of asked) {
      if (stored.includes(attachmentId)) continue
      await actions.summariseVoice(thread, index, attachmentId, wordsOf(attachmentId))
      setStored((all) => [...all, attachmentId])
    }
    onDone()
  })
  return (
    <ConfirmSheet
      open title={before === undefined ? '先写下语音说的是什么' : '改写语音大意'} confirm={next} busy={keep.busy}
      disabled={asked.some(({ attachmentId }) => wordsOf(attachmentId).length < SHORTEST || wordsOf(attachmentId) === before)}
      onConfirm={keep.run} onClose={onClose}
    >
      {before === undefined ? null : (
        <View className="zx-note"><Text className="zx-body">语音下面以新写的为准。改写前的仍在案卷里，点“看改写前的大意”能看到；里面有不该留下的内容，请另外申请封存。</Text></View>
      )}
      <Text className="zx-body">听不清也请照实写“听不清”。大意会附卷，当事人在语音下面能看到；以后可以按这些字搜到。</Text>
      {asked.map(({ attachmentId }, i) => (
        <View key={attachmentId} className="zx-stack">
          <Attachment thread={thread} note={noteOf(rows, attachmentId)} />
          <TextField
            label={asked.length > 1 ? `第 ${i + 1} 段语音说的是什么` : '这段语音说的是什么'} kind="long" maxLength={VOICE_SUMMARY_MAX_CHARS}
            value={words[attachmentId] ?? ''} onChange={(text) => setWords((all) => ({ ...all, [attachmentId]: text }))} placeholder="一两句话写清楚"
          />
        </View>
      ))}
      {keep.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(keep.error)}</Text></View> : null}
    </ConfirmSheet>
  )
}

/** The voice as its message names it; one of before what this phone has loaded is only known by its id. */
function noteOf(rows: readonly ThreadRow[], id: string): BubbleAttachment {
  const found = rows.flatMap((row) => (row.kind === 'message' ? row.attachments : [])).find((note) => note.id === id)
  return found ?? { id, name: '语音', kind: 'voice' }
}
