import { Text, View } from '@tarojs/components'
import { useDidHide, useRouter, useUnload } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import type { FormDefinition, FormRow } from '@zhixin/shared/rules'
import { readForm } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { LoadingState } from '@/components/loading-state'
import { Papers } from '@/components/papers'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { replace } from '@/platform/navigation'
import { type Account, codedOf, explain, type FormDraft, type FormPlace, problemWords } from '@/services'
import { Field } from '../../form/field'
import { Group } from '../../form/group'
import '@/components/form-values/index.less'
import '../../form/form.less'

/** A form to fill in: kept while one types, handed in once. */
export default function FormPage() {
  const { caseId = '', personId = '', form = '', supplements } = useRouter().params
  const place: FormPlace = { key: { caseId, personId }, form, ...(supplements !== undefined && { supplements: Number(supplements) }) }
  return <ReaderPage title="填写">{({ account }) => <Opened account={account} place={place} />}</ReaderPage>
}

function Opened({ account, place }: { account: Account; place: FormPlace }) {
  const resource = useResource(place.form, async () => {
    const form = await account.forms.definition(place.form)
    const kept = await account.formDrafts.load(place)
    // What was filled in on an older version may ask something else by now: it is begun anew.
    const fresh: FormDraft = { version: form.version, values: {}, attachments: [] }
    return { form, draft: kept?.version === form.version ? kept : fresh, isKept: kept?.version === form.version }
  })
  return (
    <PageShell title={resource.value?.form.title ?? '填写'}>
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开这份表">
          {({ form, draft, isKept }) => <Filling key={`${form.id} ${form.version}`} account={account} place={place} form={form} begun={draft} isKept={isKept} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface FillingProps {
  account: Account
  place: FormPlace
  form: FormDefinition
  begun: FormDraft
  isKept: boolean
}

function Filling({ account, place, form, begun, isKept }: FillingProps) {
  const { forms, formDrafts } = account
  const [draft, setDraft] = useState(begun)
  const [looked, setLooked] = useState(false)
  const [asking, setAsking] = useState(false)
  const [uploading, setUploading] = useState(false)
  const done = useRef(false)
  const first = useRef(true)
  useEffect(() => {
    if (first.current) first.current = false
    else if (!done.current) formDrafts.save(place, draft)
    // Only what is written decides whether it is kept.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `place` is the page's own address and does not change
  }, [draft])
  useDidHide(() => void formDrafts.flush())
  useUnload(() => void formDrafts.flush())

  const { values, problems } = readForm(form, draft.values)
  const errorAt = (path: string): string | undefined => {
    const problem = looked ? problems.find((one) => one.path === path) : undefined
    return problem && problemWords(problem, form)
  }
  const say = (id: string, value: string | FormRow[]) => setDraft((before) => ({ ...before, values: { ...before.values, [id]: value } }))
  const submit = useAction(async () => {
    const commandId = await formDrafts.commandIdFor(place, draft)
    const said = { commandId, form: form.id, version: form.version, values, attachments: draft.attachments }
    const { index } = await forms.submit(place.key, { ...said, ...(place.supplements !== undefined && { supplements: place.supplements }) })
    done.current = true
    await formDrafts.clear(place)
    replace('handedIn', { ...place.key, index: String(index), fresh: '1' })
  })
  const look = () => {
    setLooked(true)
    if (problems.length === 0 && !uploading) setAsking(true)
  }

  if (submit.busy && done.current) return <LoadingState />
  return (
    <View className="zx-stack">
      <Text className="zx-body">{form.intro}</Text>
      <View className="zx-note"><Text>{isKept ? '接着上次没填完的写。' : ''}填的内容会自动保存在这台手机上，可以分几次填。</Text></View>
      {form.notes.length > 0 ? (
        <Section title="先了解这些">
          {form.notes.map(({ text, cite }) => (
            <View key={text} className="zx-form-said">
              <Text className="zx-body">{text}</Text>
              <Text className="zx-caption">{cite.basis === 'proposal' ? '本院便民说明，不是法律条文' : `依据：${cite.source.split('；')[0]}`}</Text>
            </View>
          ))}
        </Section>
      ) : null}
      {form.fields.map((field) => (
        <Field key={field.id} field={field} value={textOf(draft.values[field.id])} error={errorAt(field.id)} onChange={(value) => say(field.id, value)} />
      ))}
      {form.groups.map((group) => (
        <Group key={group.id} group={group} rows={rowsOf(draft.values[group.id])} errorAt={errorAt} onChange={(rows) => say(group.id, rows)} />
      ))}
      <Papers
        upload={(file, onProgress) => forms.upload(place.key, file, onProgress)} {...form.attachments} papers={draft.attachments} onBusy={setUploading}
        onChange={(change) => setDraft((before) => ({ ...before, attachments: change(before.attachments) }))}
      />
      {looked && problems.length > 0 ? (
        <View className="zx-note zx-note--late">
          <Text className="zx-body">还有 {problems.length} 处没填好：{[...new Set(problems.map(({ label }) => label))].join('、')}</Text>
        </View>
      ) : null}
      {uploading ? <Text className="zx-body">照片传好后才能提交，请稍等。</Text> : null}
      <Button disabled={uploading} onTap={look}>提交</Button>
      <ConfirmSheet open={asking} title="确认提交？" confirm="确认提交" danger busy={submit.busy} onConfirm={submit.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">{form.warning}</Text>
        {submit.error ? (
          <View className="zx-note zx-note--late">
            <Text className="zx-body">{explain(submit.error)}</Text>
            {codedOf(submit.error).status === 0 ? <View><Text className="zx-body">再点一次“确认提交”就行，不会重复提交。</Text></View> : null}
          </View>
        ) : null}
      </ConfirmSheet>
    </View>
  )
}

const textOf = (value: string | FormRow[] | undefined): string => (typeof value === 'string' ? value : '')
const rowsOf = (value: string | FormRow[] | undefined): FormRow[] | undefined => (Array.isArray(value) ? value : undefined)
