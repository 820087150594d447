import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain, type ThreadActions } from '@/services'
import type { MessageRow } from './message'

/** What is to be sealed: a message, or anything else that somebody wrote. */
export interface SealSubject {
  index: number
  words: string
  own: boolean
  sealAsked: boolean
  /** 这条消息, 这条记录. */
  name: string
}

interface Common {
  thread: ThreadKey
  actions: ThreadActions
  onDone: () => void
  onClose: () => void
}
interface Props extends Common {
  row: MessageRow
}

export const wordsOf = ({ text, attachments }: MessageRow): string => text || attachments.map(({ name }) => name).join('、')

const Quoted = ({ words }: { words: string }) => <View className="zx-note zx-note--ink"><Text className="zx-body">{words}</Text></View>

/** 申请封存: says what it does and that it cannot be undone. Why is chosen, not written: nobody repeats there what is to go. */
export function AskSealSheet({ thread, subject, actions, onDone, onClose, reasons }: Common & {
  subject: SealSubject
  reasons: readonly { id: string; label: string }[]
}) {
  const [reason, setReason] = useState<string | null>(null)
  const ask = useAction(async () => {
    await actions.askSeal(thread, subject.index, reason!)
    onDone()
  })
  return (
    <ConfirmSheet open danger title={`申请封存${subject.name}`} confirm="申请封存" busy={ask.busy} disabled={reason === null} onConfirm={ask.run} onClose={onClose}>
      <Quoted words={subject.words} />
      <Text className="zx-body">负责人批准以后，{subject.name}和它的照片、文件，以及之前就它写下的补充、大意和说明，在所有人的手机上都不再显示，也搜不到。原文由法院依法留存，案卷里会写明“已封存”。</Text>
      <View className="zx-note zx-note--warn"><Text className="zx-body-strong">批准以后不能恢复。批准以前，能看到的人仍然看得到。</Text></View>
      <Text className="zx-title">为什么要封存</Text>
      <ChoiceList<string> choices={reasons.map(({ id, label }) => ({ value: id, title: label }))} chosen={reason} onChoose={setReason} />
      {ask.error ? <Text className="zx-body zx-late">{explain(ask.error)}</Text> : null}
    </ConfirmSheet>
  )
}

/** 只给承办人看, of one's own message and afterwards. */
export function ConfineSheet({ thread, row, actions, onDone, onClose }: Props) {
  const confine = useAction(async () => {
    await actions.confine(thread, row.index)
    onDone()
  })
  return (
    <ConfirmSheet open title="只给承办人看" confirm="改成只给承办人看" busy={confine.busy} onConfirm={confine.run} onClose={onClose}>
      <Quoted words={wordsOf(row)} />
      <Text className="zx-body">从现在起，除了您，只有承办人和员额法官能看到这条消息，领导也看不到。承办人写明理由后可以解除，理由您会看到。</Text>
      {confine.error ? <Text className="zx-body zx-late">{explain(confine.error)}</Text> : null}
    </ConfirmSheet>
  )
}

/** 解除保密, by who handles the case: with a reason that its sender reads. */
export function ReleaseSheet({ thread, row, actions, onDone, onClose }: Props) {
  const [reason, setReason] = useState('')
  const release = useAction(async () => {
    await actions.release(thread, row.index, reason.trim())
    onDone()
  })
  return (
    <ConfirmSheet open title="解除保密" confirm="解除保密" busy={release.busy} disabled={reason.trim().length < 2} onConfirm={release.run} onClose={onClose}>
      <Quoted words={wordsOf(row)} />
      <Text className="zx-body">解除后，团队负责人等有权查看本案沟通的人员也能看到。理由会附卷，发送人能看到。解除后不能改回。</Text>
      <TextField label="理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字，不要写出消息内容" error={release.error ? explain(release.error) : undefined} />
    </ConfirmSheet>
  )
}
