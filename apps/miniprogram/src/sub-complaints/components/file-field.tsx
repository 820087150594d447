import { type FieldValue, membersIn, staffIdsIn } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'
import { InstantField } from './instant-field'
import { MembersField } from './members-field'
import { type CourtPeople, StaffField } from './staff-field'

interface Asked {
  field: string
  label: string
  type: string
  required: boolean
  /** Asked for in some cases only: the court says so when it is sent. */
  conditional?: boolean
  hint: string | null
  choices: { value: string; label: string }[]
  most?: number
}
interface Props {
  asked: Asked
  value: FieldValue | undefined
  people: CourtPeople
  error?: string | undefined
  onChange(value: FieldValue): void
}
const YES_NO = [{ value: 'yes', title: '是' }, { value: 'no', title: '否' }]
const LONG = 120

/** One thing that is asked for, by its kind. */
export function FileField({ asked, value, people, error, onChange }: Props) {
  const { label: name, type, required, conditional = false, hint: said, choices, most = 1000 } = asked
  const label = required ? name : conditional ? `${name}（看情况，该填的要填）` : `${name}（可不填）`
  const text = typeof value === 'string' ? value : ''
  const hint = said ?? undefined
  const under = error ? <Text className="zx-caption zx-late">{error}</Text> : hint ? <Text className="zx-caption">{hint}</Text> : null
  const choose = (options: { value: string; title: string }[]) => (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{label}</Text>
      <ChoiceList<string> choices={options} chosen={text} onChoose={onChange} />
      {under}
    </View>
  )
  switch (type) {
    case 'choice': return choose(choices.map((one) => ({ value: one.value, title: one.label })))
    case 'yes_no': return choose(YES_NO)
    case 'department': return choose(people.departments.map((department) => ({ value: department, title: department })))
    case 'staff': return <StaffField label={label} people={people} chosen={text ? [text] : []} hint={hint} error={error} onChange={([one]) => onChange(one ?? '')} />
    case 'members': return <MembersField label={label} members={membersIn(value)} hint={hint} error={error} onChange={onChange} />
    case 'about_staff': {
      const meant = { ...people, staff: people.about ?? [] }
      return <StaffField many label={label} people={meant} chosen={staffIdsIn(value)} hint={hint} error={error} onChange={onChange} />
    }
    case 'day': return <DateField label={label} value={text} onChange={onChange} {...(hint && { hint })} {...(error && { error })} />
    case 'instant': return <InstantField label={label} value={text} hint={hint} error={error} onChange={onChange} />
    default: return (
      <TextField label={label} value={text} kind={most > LONG ? 'long' : 'text'} maxLength={most} onChange={onChange} {...(hint && { hint })} {...(error && { error })} />
    )
  }
}
