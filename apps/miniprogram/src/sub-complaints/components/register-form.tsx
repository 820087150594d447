import type { ComplaintOptions, RegisteredComplaint } from '@zhixin/shared/contract'
import { STREAMS, type Stream } from '@zhixin/shared/ids'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { LoadingState } from '@/components/loading-state'
import { Papers } from '@/components/papers'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type Account, codedOf, type ComplaintDraft, explain } from '@/services'
import { CHANNEL_WORDS, errorAt } from '@/services/complaint-file-words'
import { isUnanswered, missingInRegistration, sendRegistration } from '@/services/complaint-registration'
import { FileField } from './file-field'
import { type CourtPeople, StaffField } from './staff-field'
import { useComplaintDraft } from './use-complaint-draft'

const CHANNELS = ['visit', 'letter', 'telephone', 'fax', 'transferred'] as const
const FILES = 'files'
const NAME = 'register'

interface Props {
  options: ComplaintOptions
  people: CourtPeople
  account: Account
  onDone(done: RegisteredComplaint & { stream: string }): void
}

/** What is written down of a letter, call or visit. One number from the beginning, for what is uploaded and for the whole. */
export function RegisterForm({ options, people, account: { complaintFiles, complaintDrafts }, onDone }: Props) {
  const begin = async (): Promise<Partial<ComplaintDraft>> => ({ words: { commandId: await complaintDrafts.newId() } })
  const { draft, change, keep, wasKept, reset } = useComplaintDraft(complaintDrafts, NAME, begin)
  const [asking, setAsking] = useState(false)
  const [uploading, setUploading] = useState(false)
  const send = useAction(async () => {
    if (!draft) return
    try {
      const done = await sendRegistration(options, draft, { register: complaintFiles.register, keep })
      await reset()
      onDone(done)
    } finally {
      setAsking(false)
    }
  })
  if (!draft) return <LoadingState />
  if (isUnanswered(draft) && !asking) return <Unanswered error={send.error} busy={send.busy} onAgain={send.run} onDrop={reset} />
  const { words } = draft
  const stream = options.streams.find((one) => one.stream === words.stream)
  const set = (to: Partial<ComplaintDraft['words']>): void => change((before) => ({ ...before, words: { ...before.words, ...to } as ComplaintDraft['words'] }))
  const missing = missingInRegistration(options, draft)
  const errorOf = (field: string): string | undefined => errorAt(send.error, field)
  const text = (name: string, label: string, more: { most: number; kind?: 'long'; hint?: string; field?: string }) => (
    <TextField
      label={label} value={words[name] ?? ''} maxLength={more.most} onChange={(value) => set({ [name]: value })} {...(more.kind && { kind: more.kind })}
      {...(more.hint && { hint: more.hint })} {...(errorOf(more.field ?? name) && { error: errorOf(more.field ?? name)! })}
    />
  )
  // What was uploaded belongs to the stream it was uploaded for.
  const chooseStream = (value: Stream): void => change((before) => ({ ...before, fields: {}, papers: {}, words: { ...before.words, stream: value } }))
  return (
    <View className="zx-stack">
      {wasKept ? (
        <View className="zx-note zx-stack">
          <Text className="zx-body">上次没有登记完，写的内容还在。</Text>
          <Button kind="plain" inline onTap={() => void reset()}>都不要，重新填</Button>
        </View>
      ) : null}
      <View className="zx-stack--tight">
        <Text className="zx-body-strong">怎么来的</Text>
        <ChoiceList<string> choices={CHANNELS.map((value) => ({ value, title: CHANNEL_WORDS[value] }))} chosen={words.channel ?? ''} onChoose={(channel) => set({ channel })} />
      </View>
      <View className="zx-stack--tight">
        <Text className="zx-body-strong">是哪一类</Text>
        <ChoiceList<Stream>
          choices={STREAMS.flatMap((value) => options.streams.filter((one) => one.stream === value).map((one) => ({ value, title: one.label })))}
          chosen={stream?.stream ?? null} onChoose={chooseStream}
        />
      </View>
      {stream ? (
        <>
          {stream.stream === 'discipline' ? (
            <View className="zx-note zx-note--warn"><Text className="zx-body">登记以后直接进纪检监察的卷，您再也看不到。请写清楚再提交，不要对别人说。</Text></View>
          ) : null}
          {text('matter', '反映什么', { most: 4000, kind: 'long', hint: '照反映人的话写。不要写身份证号、银行卡号。' })}
          {text('confidential', '要求保密的内容（可不填）', { most: 2000, kind: 'long', hint: '只给承办的人看' })}
          {stream.stream === 'discipline' ? (
            <ChoiceList<string>
              choices={[{ value: 'named', title: '留姓名' }, { value: 'anonymous', title: '不留姓名' }]} chosen={words.by ?? 'named'} onChoose={(by) => set({ by })}
            />
          ) : null}
          {words.by === 'anonymous' && stream.stream === 'discipline' ? null : (
            <>
              {text('name', '反映人的姓名', { most: 40, field: 'contact.name' })}
              {text('phone', '手机号（可不填）', { most: 11, field: 'contact.phone' })}
              {text('address', '地址（可不填）', { most: 120, field: 'contact.address' })}
            </>
          )}
          {text('caseNumber', '说的案号（可不填）', { most: 60, hint: '照说的写，不要告诉对方法院有没有这个案件' })}
          {text('aboutSaid', '说的是哪位工作人员（可不填）', { most: 120 })}
          <StaffField
            label="查到的工作人员（可不填）" people={people} chosen={draft.about} many hint="写明以后，这位工作人员不能办这件" error={errorOf('about')}
            onChange={(about) => change((before) => ({ ...before, about }))}
          />
          {stream.fields.map((asked) => (
            <FileField
              key={asked.field} asked={asked} value={draft.fields[asked.field]} people={people} error={errorOf(`fields.${asked.field}`)}
              onChange={(value) => change((before) => ({ ...before, fields: { ...before.fields, [asked.field]: value } }))}
            />
          ))}
          <Papers
            key={stream.stream} label="信件、材料的照片" hint="每一页都拍清楚，也可以选 PDF。" documents papers={draft.papers[FILES] ?? []} onBusy={setUploading}
            upload={(file, onProgress) => complaintFiles.uploadFirst(words.commandId ?? '', stream.stream, file, onProgress)}
            onChange={(to) => change((before) => ({ ...before, papers: { [FILES]: to(before.papers[FILES] ?? []) as ComplaintDraft['papers'][string] } }))}
          />
        </>
      ) : null}
      {missing !== undefined ? <Text className="zx-body">还缺：{missing}</Text> : null}
      {send.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(send.error)}</Text></View> : null}
      <Button disabled={missing !== undefined || uploading} onTap={() => setAsking(true)}>登记</Button>
      <Text className="zx-caption">写的内容自动保存在这台设备上，可以先离开。</Text>
      <ConfirmSheet open={asking} title="登记？" confirm="登记" busy={send.busy} onConfirm={send.run} onClose={() => setAsking(false)}>
        <View className="zx-stack">
          <Text className="zx-body">登记“{stream?.label}”一件，{words.name ? `反映人 ${words.name}` : '不留姓名'}。登记以后得到受理编号和查询码。</Text>
          <Text className="zx-body">此操作不能撤销，写的内容不能再改，只能补充。</Text>
        </View>
      </ConfirmSheet>
    </View>
  )
}

/** It went out and no answer came: first it is found out whether it was registered, under the number that it has. */
function Unanswered({ error, busy, onAgain, onDrop }: { error: unknown; busy: boolean; onAgain: () => void; onDrop: () => Promise<void> }) {
  return (
    <View className="zx-stack">
      <View className="zx-note zx-note--warn">
        <Text className="zx-body">这件已经交出去，没有收到回音，不知道登记上没有。再交一次就能取回受理编号和查询码，不会变成两件；要改的，取回以后再补充。</Text>
      </View>
      {error ? <Text className="zx-body zx-late">{codedOf(error).code.startsWith('client.') ? '网络不通，等通了再交。' : explain(error)}</Text> : null}
      <Button busy={busy} onTap={onAgain}>再交一次，取回受理编号</Button>
      <Text className="zx-caption">不取回就重新填，同一件事可能登记成两件。</Text>
      <Button kind="plain" disabled={busy} onTap={() => void onDrop()}>不取了，重新填</Button>
    </View>
  )
}
