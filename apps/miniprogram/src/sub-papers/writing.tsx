import { Text, View } from '@tarojs/components'
import type { PaperDraftView } from '@zhixin/shared/contract'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { ChoiceList } from '@/components/choice-list'
import type { PaperFile } from '@/components/papers'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import type { PaperWritten } from '@/services'
import { PaperField } from './paper-field'

interface Props {
  view: PaperDraftView
  written: PaperWritten
  /** From what is written by then: while a file goes up, its author goes on writing. */
  onChange: (to: (before: PaperWritten) => PaperWritten) => void
  onBusy: (busy: boolean) => void
  upload: (file: PaperFile, onProgress: (percent: number) => void) => Promise<AttachmentNote>
}

/** What its author writes, section by section; what the file says already stands there. */
export function Writing({ view: { form, facts, problems, revision }, written, onChange, onBusy, upload }: Props) {
  // Nobody is told what is missing before they have begun.
  const errorOf = (id: string): string | undefined => {
    const problem = revision > 0 ? problems.find(({ at, kind }) => kind === 'field' && (at === id || at.startsWith(`${id}.`))) : undefined
    return problem && `“${problem.label}”${problem.words}`
  }
  return (
    <View className="zx-stack">
      <Text className="zx-body">{form.intro}</Text>
      {form.only.filter(({ if: condition }) => 'fact' in condition && facts.words[condition.fact] === condition.is).map(({ words }) => (
        <View key={words} className="zx-note zx-note--warn"><Text>{words}</Text></View>
      ))}
      {form.sections.map(({ heading, fields }) => (
        <Section key={heading ?? fields[0]!.id} title={heading ?? ''}>
          <View className="zx-stack zx-pad">
            {fields.map((field) => (
              <PaperField
                key={field.id} field={field} value={written.fields[field.id]} facts={facts} error={errorOf(field.id)} upload={upload} onBusy={onBusy}
                onChange={(change) => onChange((before) => ({ ...before, fields: { ...before.fields, [field.id]: change(before.fields[field.id]) } }))}
              />
            ))}
          </View>
        </Section>
      ))}
      {form.refusal ? <Refusal form={form} written={written} onChange={onChange} /> : null}
    </View>
  )
}

function Refusal({ form, written, onChange }: Pick<Props, 'written' | 'onChange'> & { form: PaperDraftView['form'] }) {
  const who = form.signers.find(({ may_refuse: may }) => may)
  if (!who || !form.refusal) return null
  const { refusedToSign } = written
  const say = (talkRecord: string) => onChange((before) => ({ ...before, refusedToSign: { by: who.by, talkRecord } }))
  return (
    <Section title={`${who.label}不签字的`}>
      <View className="zx-stack zx-pad">
        <ChoiceList<'no' | 'yes'>
          choices={[{ value: 'no', title: '没有拒绝，要签字' }, { value: 'yes', title: '拒绝签字，记录谈话内容' }]} chosen={refusedToSign ? 'yes' : 'no'}
          onChoose={(one) => (one === 'yes' ? say(refusedToSign?.talkRecord ?? '') : onChange((before) => ({ ...before, refusedToSign: null })))}
        />
        {refusedToSign ? <TextField label={form.refusal.label} kind="long" value={refusedToSign.talkRecord} hint={form.refusal.words} maxLength={4000} onChange={say} /> : null}
      </View>
    </Section>
  )
}
