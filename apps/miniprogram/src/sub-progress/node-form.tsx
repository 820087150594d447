import type { NodeTemplate } from '@zhixin/shared/contract'
import { addDays, isFieldRequired } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'
import { TimeField } from '@/components/time-field'
import { type CaseProgress, type NodeDraft, sideWords } from '@/services'
import { ApprovalFields } from './approval-fields'
import { NodeProof } from './node-proof'

interface Props {
  caseId: string
  progress: CaseProgress
  template: NodeTemplate
  draft: NodeDraft
  today: string
  /** Numbers of things that the case's records name. */
  objects: readonly string[]
  late: boolean
  /** What the court's rules said of it, at the field it is about. */
  errorOf(field: string): string | undefined
  onChange(change: (draft: NodeDraft) => NodeDraft): void
  /** Whether papers are on their way. */
  onBusy(busy: boolean): void
}
/** A day that is fixed beforehand: not for ever ahead. */
const AHEAD_DAYS = 400

/** All that a node can say. What its template does not ask for is not shown. */
export function NodeForm({ caseId, progress, template, draft, today, objects, late, errorOf, onChange, onBusy }: Props) {
  const { needs, fields, about, approval } = template
  const set = (change: Partial<NodeDraft>): void => onChange((before) => ({ ...before, ...change }))
  const setField = (id: string, value: string): void => set({ fields: { ...draft.fields, [id]: value } })
  return (
    <View className="zx-stack">
      <DateField
        label={needs.appointed ? '定在哪天' : '哪天办的'} value={draft.on} until={needs.appointed ? addDays(today, AHEAD_DAYS) : today}
        error={errorOf('on')} onChange={(on) => set({ on })}
      />
      {needs.time ? <TimeField label="几点几分" value={draft.time} onChange={(time) => set({ time })} /> : null}
      {late ? <TextField label="补记理由（这一步早已办理）" value={draft.lateReason} maxLength={200} hint="理由会记入案卷，并标明是补记" onChange={(lateReason) => set({ lateReason })} /> : null}
      {needs.object ? (
        <TextField
          label="哪一项财产、拍卖或款项" value={draft.object} maxLength={60} placeholder="办案系统里的编号，例如 房1" hint="只供法院内部区分，不告知当事人" error={errorOf('object')}
          onChange={(object) => set({ object })}
        />
      ) : null}
      {needs.object && draft.object === '' && objects.length > 0
        ? <ChoiceList<string> choices={objects.map((value) => ({ value, title: value }))} chosen={draft.object} onChoose={(object) => set({ object })} />
        : null}
      {about.length > 0 ? (
        <View className="zx-stack--tight">
          <Text className="zx-body-strong">对哪一位办理（只告知这一位）</Text>
          <ChoiceList<string>
            choices={about.map(({ id, name, side }) => ({ value: id, title: name, note: sideWords(side) }))} chosen={draft.about}
            onChoose={(id) => set({ about: draft.about.includes(id) ? draft.about.filter((one) => one !== id) : [...draft.about, id] })}
          />
        </View>
      ) : null}
      {fields.map((field) => {
        const { id, label, type, choices = [] } = field
        const value = draft.fields[id] ?? ''
        const name = isFieldRequired(field, draft.fields) ? label : `${label}（可不填）`
        const error = errorOf(`fields.${id}`)
        const onField = (next: string): void => setField(id, next)
        switch (type) {
          case 'choice': return (
            <View key={id} className="zx-stack--tight">
              <Text className="zx-body-strong">{name}</Text>
              <ChoiceList<string> choices={choices.map((choice) => ({ value: choice, title: choice }))} chosen={value} onChoose={onField} />
            </View>
          )
          case 'day': return <DateField key={id} label={name} value={value} error={error} onChange={onField} />
          case 'time': return <TimeField key={id} label={name} value={value} onChange={onField} />
          case 'money': return <TextField key={id} label={name} value={value} placeholder="例如 120000 或 1234.50" maxLength={14} error={error} onChange={onField} />
          case 'text': return <TextField key={id} label={name} value={value} maxLength={500} error={error} onChange={onField} />
        }
      })}
      {needs.paper
        ? <NodeProof caseId={caseId} template={template} draft={draft} progress={progress} errorOf={errorOf} onChange={onChange} onBusy={onBusy} />
        : null}
      {approval ? (
        <ApprovalFields
          title="批准" by={approval.by} reportTo={approval.reportTo} cite={approval.cite} value={draft.approval} today={today} errorOf={errorOf}
          onChange={(next) => set({ approval: next })}
        />
      ) : null}
      <TextField label="说明（可不填，只供法院内部看）" value={draft.note} kind="long" maxLength={500} onChange={(note) => set({ note })} />
    </View>
  )
}
