import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { StaffCard } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain } from '@/services'

type Details = Pick<StaffCard, 'name' | 'department' | 'officePhone'>

interface Props {
  of: StaffCard
  onSave: (details: Details) => Promise<unknown>
  onDone: (words: string) => void
}

/** Name, department, office phone. What another department does is said before it is done. */
export function DetailsForm({ of, onSave, onDone }: Props) {
  const [details, setDetails] = useState<Details>({ name: of.name, department: of.department, officePhone: of.officePhone })
  const [asking, setAsking] = useState(false)
  const trimmed: Details = { name: details.name.trim(), department: details.department.trim(), officePhone: details.officePhone.trim() }
  const changed = (['name', 'department', 'officePhone'] as const).filter((key) => trimmed[key] !== of[key])
  const save = useAction(async () => {
    await onSave(trimmed)
    setAsking(false)
    onDone('资料已改，马上生效。')
  })
  const moves = changed.includes('department')
  return (
    <Section title="资料">
      <View className="zx-pad zx-stack">
        <TextField label="姓名" value={details.name} maxLength={40} onChange={(name) => setDetails({ ...details, name })} />
        <TextField label="部门" value={details.department} maxLength={40} onChange={(department) => setDetails({ ...details, department })} />
        <TextField label="办公电话（当事人能看到）" value={details.officePhone} maxLength={20} onChange={(officePhone) => setDetails({ ...details, officePhone })} />
        <Button disabled={changed.length === 0 || trimmed.name.length < 2 || trimmed.department.length < 2} onTap={() => setAsking(true)}>保存资料</Button>
      </View>
      {asking ? (
        <ConfirmSheet open title="修改资料？" confirm="修改，马上生效" busy={save.busy} onConfirm={save.run} onClose={() => { setAsking(false); save.clear() }}>
          {changed.includes('name') ? <Text className="zx-body">姓名：{of.name} 改为 {trimmed.name}。当事人马上看到新的姓名。</Text> : null}
          {moves ? <Text className="zx-body">部门：{of.department} 改为 {trimmed.department}。此人马上退出所有登录；原来的案件仍由此人承办，要换人的，请原部门负责人移交。</Text> : null}
          {changed.includes('officePhone') ? <Text className="zx-body">办公电话改为 {trimmed.officePhone}。当事人马上看到。</Text> : null}
          <Text className="zx-caption">记入人员变更，审计管理员能看到。</Text>
          {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </Section>
  )
}
