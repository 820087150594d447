import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { LoadingState } from '@/components/loading-state'
import { Tappable } from '@/components/tappable'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type Account, codedOf, type ComplaintPlace, explain } from '@/services'
import { errorAt, fieldsKnown, missingInStep, stepComesTo, stepSaid, type StepForm as Form } from '@/services/complaint-file-words'
import { FileField } from './file-field'
import type { CourtPeople } from './staff-field'
import { StepPapers } from './step-papers'
import { useComplaintDraft } from './use-complaint-draft'

interface Props {
  form: Form
  people: CourtPeople
  place: ComplaintPlace
  account: Account
  onDone(): void
}

/** All that a step asks for, kept while one writes; over what will happen it is confirmed, and sent under one number until it is answered. */
export function StepForm({ form, people, place, account: { complaintFiles, complaintDrafts }, onDone }: Props) {
  const name = `${place.complaintId}/${form.step}`
  const { draft, change, wasKept } = useComplaintDraft(complaintDrafts, name, async () => ({ fields: fieldsKnown(form) }))
  const [asking, setAsking] = useState(false)
  const [uploading, setUploading] = useState(false)
  const [cited, setCited] = useState(false)
  const send = useAction(async () => {
    if (!draft) return
    try {
      await complaintFiles.take(place, { commandId: await complaintDrafts.commandIdFor(name, draft), ...stepSaid(form, draft) })
    } catch (error) {
      // What is wrong with a field is said at the field.
      if (codedOf(error).field) setAsking(false)
      throw error
    }
    await complaintDrafts.clear(name)
    setAsking(false)
    onDone()
  })
  if (!draft) return <LoadingState />
  const missing = missingInStep(form, draft)
  const errorOf = (field: string): string | undefined => errorAt(send.error, field)
  const toggle = (declaration: string): void => change((before) => ({
    ...before, declared: before.declared.includes(declaration) ? before.declared.filter((one) => one !== declaration) : [...before.declared, declaration],
  }))
  return (
    <View className="zx-stack">
      {wasKept ? <View className="zx-note"><Text className="zx-body">上次没有办完，写的内容还在。</Text></View> : null}
      {form.hindered.map((why) => <View key={why} className="zx-note zx-note--late"><Text className="zx-body">现在还不能办：{why}</Text></View>)}
      {form.fields.map((asked) => (
        <FileField
          key={asked.field} asked={asked} value={draft.fields[asked.field]} people={people} error={errorOf(`fields.${asked.field}`)}
          onChange={(value) => change((before) => ({ ...before, fields: { ...before.fields, [asked.field]: value } }))}
        />
      ))}
      {form.papers.length > 0 ? (
        <StepPapers
          papers={form.papers} brought={draft.papers} place={place} upload={complaintFiles.upload} errorOf={errorOf} onBusy={setUploading}
          onChange={(paper, to) => change((before) => ({ ...before, papers: { ...before.papers, [paper]: to(before.papers[paper] ?? []) } }))}
        />
      ) : null}
      {form.declares.length > 0 ? (
        <View className="zx-stack--tight">
          <Text className="zx-body-strong">请逐项确认，确认的话会原样记入卷里</Text>
          <ChoiceList<string>
            choices={form.declares.map(({ declaration, says }) => ({ value: declaration, title: says }))} chosen={draft.declared} onChoose={toggle}
          />
          {form.declares.map(({ declaration }) => {
            const said = errorOf(`declared.${declaration}`)
            return said ? <Text key={declaration} className="zx-caption zx-late">{said}</Text> : null
          })}
        </View>
      ) : null}
      <TextField
        label="办理说明（可不填）" kind="long" maxLength={1000} value={draft.words.note ?? ''}
        onChange={(note) => change((before) => ({ ...before, words: { ...before.words, note } }))}
      />
      {missing !== undefined ? <Text className="zx-body">还缺：{missing}</Text> : null}
      {send.error && !asking ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(send.error)}</Text></View> : null}
      <Button disabled={missing !== undefined || form.hindered.length > 0 || uploading} onTap={() => setAsking(true)}>{form.label}</Button>
      <Text className="zx-caption">写的内容自动保存在这台设备上，可以先离开。</Text>
      <Tappable className="zx-file-link" pressed={cited} onTap={() => setCited(!cited)}><Text className="zx-link">{cited ? '收起依据' : '看这一步的依据'}</Text></Tappable>
      {cited ? form.cite.map((one) => <Text key={one} className="zx-caption">{one}</Text>) : null}
      <ConfirmSheet open={asking} title={`${form.label}？`} confirm={form.label} busy={send.busy} onConfirm={send.run} onClose={() => setAsking(false)}>
        <View className="zx-stack">
          {stepComesTo(form).map((line) => <Text key={line} className="zx-body">{line}</Text>)}
          {send.error ? <Text className="zx-body zx-late">{explain(send.error)}</Text> : null}
        </View>
      </ConfirmSheet>
    </View>
  )
}
