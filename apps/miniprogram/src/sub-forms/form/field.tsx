import { Text, View } from '@tarojs/components'
import type { FormField } from '@zhixin/shared/rules'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'

interface Props {
  field: FormField
  value: string
  error?: string
  onChange: (value: string) => void
}

const LONGEST: Record<FormField['type'], number> = { text: 100, long: 1000, money: 15, date: 10, choice: 40, account: 40 }

/** One thing that the form asks. */
export function Field({ field: { label, hint, type, required, choices }, value, error, onChange }: Props) {
  const title = required ? label : `${label}（可不填）`
  if (type === 'date') return <DateField label={title} value={value} hint={hint} error={error} onChange={onChange} />
  if (type === 'choice') {
    return (
      <View className="zx-stack--tight">
        <Text className="zx-body-strong">{title}</Text>
        <ChoiceList<string> choices={(choices ?? []).map((one) => ({ value: one.value, title: one.label }))} chosen={value || null} onChoose={onChange} />
        {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
      </View>
    )
  }
  const kind = type === 'long' ? 'long' : type === 'account' ? 'number' : 'text'
  return <TextField label={title} kind={kind} value={value} hint={hint} error={error} maxLength={LONGEST[type]} onChange={onChange} />
}
