import { Text, View } from '@tarojs/components'
import type { FormDefinition, FormField, FormRow, FormValues as Values } from '@zhixin/shared/rules'
import { valueWords } from '@/services'
import { Section } from '../section'
import './index.less'

/** What was filled in, field by field, as it was handed in. */
export function FormValues({ form, values }: { form: Pick<FormDefinition, 'fields' | 'groups'>; values: Values }) {
  return (
    <>
      {form.fields.length > 0 ? <Section><Said fields={form.fields} row={values as FormRow} /></Section> : null}
      {form.groups.flatMap(({ id, label, item, fields }) => {
        const rows = values[id]
        if (!Array.isArray(rows)) return []
        return [
          <Section key={id} title={label}>
            {rows.length === 0 ? <View className="zx-form-said"><Text className="zx-body">没有</Text></View> : null}
            {rows.map((row, i) => (
              <View key={i} className={i > 0 ? 'zx-form-said--row' : ''}>
                {rows.length > 1 ? <View className="zx-form-said"><Text className="zx-body-strong">第 {i + 1} 处{item}</Text></View> : null}
                <Said fields={fields} row={row} />
              </View>
            ))}
          </Section>,
        ]
      })}
    </>
  )
}

function Said({ fields, row }: { fields: readonly FormField[]; row: FormRow }) {
  return (
    <>
      {fields.map((field) => {
        const words = valueWords(field, row[field.id])
        return words === null ? null : (
          <View key={field.id} className="zx-form-said">
            <Text className="zx-caption">{field.label}</Text>
            <Text className="zx-body" userSelect>{words}</Text>
          </View>
        )
      })}
    </>
  )
}
