import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { StaffCard } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { explain, type StaffingService } from '@/services'

interface Props {
  of: StaffCard
  staffing: Pick<StaffingService, 'roles' | 'giveRoles'>
  onDone: (words: string) => void
}

/** The security administrator's part: what somebody may do. */
export function RolesForm({ of, staffing, onDone }: Props) {
  const [roles, setRoles] = useState<string[]>(of.roles)
  const [asking, setAsking] = useState(false)
  const all = useResource('roles', staffing.roles)
  const toggle = (role: string) => setRoles((held) => (held.includes(role) ? held.filter((name) => name !== role) : [...held, role]))
  const save = useAction(async () => {
    await staffing.giveRoles(of.staffId, roles)
    setAsking(false)
    onDone('岗位已改，马上生效。')
  })
  const titles = (all.value ?? []).filter(({ role }) => roles.includes(role)).map(({ title }) => title)
  const isSame = [...roles].sort().join() === [...of.roles].sort().join()
  return (
    <Section title="岗位">
      <View className="zx-pad zx-stack">
        <ChoiceList<string> choices={(all.value ?? []).map(({ role, title, keptApart }) => ({ value: role, title, ...(keptApart && { note: '不能兼任其他岗位' }) }))} chosen={roles} onChoose={toggle} />
        {all.error ? <Text className="zx-body zx-late">{explain(all.error)}</Text> : null}
        <Button disabled={isSame || !all.value} onTap={() => setAsking(true)}>保存岗位</Button>
      </View>
      {asking ? (
        <ConfirmSheet open title="修改岗位？" confirm="修改，马上生效" busy={save.busy} onConfirm={save.run} onClose={() => { setAsking(false); save.clear() }}>
          <Text className="zx-body">{of.name}的岗位改为：{titles.join('、') || '没有岗位'}。</Text>
          <Text className="zx-body">此人马上退出所有登录，重新登录后按新岗位办事。</Text>
          {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </Section>
  )
}
