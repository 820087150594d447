import { Text, View } from '@tarojs/components'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'
import type { NodeDraft } from '@/services'

type Approval = NodeDraft['approval']
interface Props {
  title: string
  by: readonly { id: string; label: string }[]
  /** To whom it is reported once it is approved; null: to nobody. */
  reportTo: string | null
  cite?: string
  value: Approval
  today: string
  errorOf(field: string): string | undefined
  onChange(value: Approval): void
}

/** Who approved, when, and the number of the paper that says so. */
export function ApprovalFields({ title, by, reportTo, cite, value, today, errorOf, onChange }: Props) {
  const set = (change: Partial<Approval>): void => onChange({ ...value, ...change })
  const wrong = errorOf('approval') ?? errorOf('approval.role')
  return (
    <View className="zx-stack">
      <View className="zx-stack--tight">
        <Text className="zx-title">{title}</Text>
        {cite ? <Text className="zx-caption">依据：{cite}</Text> : null}
      </View>
      {by.length > 1
        ? <ChoiceList<string> choices={by.map(({ id, label }) => ({ value: id, title: label }))} chosen={value.role} onChoose={(role) => set({ role })} />
        : <Text className="zx-body">由{by[0]?.label}批准</Text>}
      {wrong ? <Text className="zx-caption zx-late">{wrong}</Text> : null}
      <TextField label="批准人姓名" value={value.name} maxLength={40} onChange={(name) => set({ name })} />
      <DateField label="批准日期" value={value.on} until={today} error={errorOf('approval.on')} onChange={(on) => set({ on })} />
      <TextField label="审批单号" value={value.paper} maxLength={100} placeholder="审批表或审批系统里的编号" onChange={(paper) => set({ paper })} />
      {reportTo !== null
        ? <DateField label={`向${reportTo}报备的日期`} value={value.reportedOn} until={today} error={errorOf('approval.reportedOn')} onChange={(reportedOn) => set({ reportedOn })} />
        : null}
    </View>
  )
}
