import { Text, View } from '@tarojs/components'
import type { AttachmentNote, OfficialField, PaperFacts, PaperValue } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { type PaperFile, Papers } from '@/components/papers'
import { TextField } from '@/components/text-field'
import { TimeField } from '@/components/time-field'
import './papers.less'

interface Props {
  field: OfficialField
  value: PaperValue | undefined
  facts: PaperFacts
  error?: string
  upload: (file: PaperFile, onProgress: (percent: number) => void) => Promise<AttachmentNote>
  onBusy: (busy: boolean) => void
  onChange: (change: (before: PaperValue | undefined) => PaperValue) => void
}
type Row = Record<string, string>

/** One thing that a paper asks. */
export function PaperField({ field, value, facts, error, upload, onBusy, onChange }: Props) {
  const { type, label, hint, choices = [], required, required_if: requiredIf } = field
  const title = required || requiredIf ? label : `${label}（可不填）`
  const text = typeof value === 'string' ? value : ''
  const set = (to: PaperValue) => onChange(() => to)
  switch (type) {
    case 'fact': {
      const said = facts.words[field.from!]
      return said ? <View><Text className="zx-caption">{label}</Text><View><Text className="zx-body">{said}</Text></View></View> : null
    }
    case 'day': return <DateField label={title} value={text} hint={hint} error={error} onChange={set} />
    case 'moment': return (
      <View className="zx-stack--tight">
        <DateField label={title} value={text.slice(0, 10)} hint={hint} error={error} onChange={(day) => set(`${day} ${text.slice(11) || '09:00'}`)} />
        <TimeField label="几点" value={text.slice(11)} onChange={(time) => set(`${text.slice(0, 10)} ${time}`)} />
      </View>
    )
    case 'choice':
    case 'person':
    case 'ticks': {
      const chosen = type === 'ticks' ? ((Array.isArray(value) ? value : []) as string[]) : text || null
      const offered = type === 'person' ? facts.people.map(({ id, label: name }) => ({ value: id, label: name })) : choices
      const toggle = (one: string) => onChange((before) => {
        const ticked = (Array.isArray(before) ? before : []) as string[]
        // In the order of the form, however they were tapped.
        return choices.map((choice) => choice.value).filter((other) => (other === one) !== ticked.includes(other))
      })
      return (
        <View className="zx-stack--tight">
          <Text className="zx-body-strong">{title}</Text>
          {hint ? <Text className="zx-caption">{hint}</Text> : null}
          <ChoiceList<string> choices={offered.map((one) => ({ value: one.value, title: one.label }))} chosen={chosen} onChoose={type === 'ticks' ? toggle : set} />
          {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
        </View>
      )
    }
    case 'rows': return <Rows field={field} rows={(Array.isArray(value) ? value : []) as Row[]} title={title} error={error} onChange={set} />
    case 'files': return (
      <View className="zx-stack--tight">
        <Papers
          upload={upload} label={label} hint={hint ?? ''} required={required || requiredIf !== undefined} documents papers={(Array.isArray(value) ? value : []) as AttachmentNote[]}
          onBusy={onBusy} onChange={(change) => onChange((before) => change((Array.isArray(before) ? before : []) as AttachmentNote[]))}
        />
        {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
      </View>
    )
    default:
      return <TextField label={title} kind={type === 'long' ? 'long' : 'text'} value={text} hint={hint} error={error} maxLength={type === 'long' ? 4000 : 200} onChange={set} />
  }
}

/** Several of a kind: each member of a task force. */
function Rows({ field, rows, title, error, onChange }: { field: OfficialField; rows: Row[]; title: string; error?: string; onChange: (rows: Row[]) => void }) {
  const change = (at: number, id: string, said: string) => onChange(rows.map((row, i) => (i === at ? { ...row, [id]: said } : row)))
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{title}</Text>
      {rows.map((row, at) => (
        // Rows have no name of their own, and are added at the end.
        <View key={at} className="zx-paper-row">
          {(field.row ?? []).map(({ id, label, hint }) => (
            <TextField key={id} label={`${at + 1}. ${label}`} value={row[id] ?? ''} hint={hint} maxLength={100} onChange={(said) => change(at, id, said)} />
          ))}
          <Button kind="plain" onTap={() => onChange(rows.filter((_, i) => i !== at))}>去掉这一行</Button>
        </View>
      ))}
      <Button kind="plain" onTap={() => onChange([...rows, Object.fromEntries((field.row ?? []).map(({ id }) => [id, '']))])}>加一行</Button>
      {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
    </View>
  )
}
