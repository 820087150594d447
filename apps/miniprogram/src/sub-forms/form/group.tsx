import { Text, View } from '@tarojs/components'
import type { FormGroup, FormRow } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { Field } from './field'

interface Props {
  group: FormGroup
  /** Undefined while nothing was said; empty where there is none. */
  rows: FormRow[] | undefined
  errorAt: (path: string) => string | undefined
  onChange: (rows: FormRow[]) => void
}

type Answer = 'none' | 'some'

/** Houses, vehicles, accounts …: has none, or each in a box of its own. */
export function Group({ group: { id, label, hint, item, most, fields }, rows, errorAt, onChange }: Props) {
  const change = (at: number, field: string, value: string) => onChange((rows ?? []).map((row, i) => (i === at ? { ...row, [field]: value } : row)))
  const answer: Answer | null = rows === undefined ? null : rows.length === 0 ? 'none' : 'some'
  const choose = (next: Answer) => {
    if (next === 'none') onChange([])
    else if (!rows?.length) onChange([{}])
  }
  const error = errorAt(id)
  return (
    <Section title={label}>
      <View className="zx-form-group">
        {hint ? <Text className="zx-caption">{hint}</Text> : null}
        <ChoiceList<Answer> choices={[{ value: 'none', title: '没有' }, { value: 'some', title: '有，我来填' }]} chosen={answer} onChoose={choose} />
        {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
        {(rows ?? []).map((row, i) => (
          // Rows have no name of their own; one that is taken out takes its place with it.
          <View key={i} className="zx-form-row">
            <View className="zx-row zx-row--between">
              <Text className="zx-body-strong">第 {i + 1} 处{item}</Text>
              <Tappable label={`删去第 ${i + 1} 处${item}`} onTap={() => onChange((rows ?? []).filter((_, at) => at !== i))}><Text className="zx-link">删去</Text></Tappable>
            </View>
            {fields.map((field) => (
              <Field key={field.id} field={field} value={row[field.id] ?? ''} error={errorAt(`${id}.${i}.${field.id}`)} onChange={(value) => change(i, field.id, value)} />
            ))}
          </View>
        ))}
        {rows?.length && rows.length < most ? <Button kind="plain" onTap={() => onChange([...rows, {}])}>再加一处{item}</Button> : null}
      </View>
    </Section>
  )
}
