import { Text } from '@tarojs/components'
import type { StaffCard, StaffListAbilities } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { Sheet } from '@/components/sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { explain, type StaffingService } from '@/services'
import { FirstPassword } from './first-password'

interface Props {
  one: StaffCard
  can: StaffListAbilities
  /** Lets out and sets up anew: the system administrator's. */
  mayEnd: boolean
  staffing: StaffingService
  onClose: () => void
}

/** What an administrator may do about one member of staff. */
export function StaffSheet({ one, can, mayEnd, staffing, onClose }: Props) {
  const [why, setWhy] = useState<'left' | 'suspended' | null>(null)
  const [reason, setReason] = useState('')
  const [password, setPassword] = useState('')
  const [roles, setRoles] = useState<string[]>(one.roles)
  const all = useResource(`roles${can.giveRoles}`, async () => (can.giveRoles ? staffing.roles() : []))
  const act = useAction(async (what: () => Promise<unknown>) => {
    await what()
    onClose()
  })
  const reset = useAction(async () => setPassword((await staffing.reset(one.staffId)).firstPassword))
  const toggle = (role: string) => setRoles((held) => (held.includes(role) ? held.filter((name) => name !== role) : [...held, role]))
  const error = act.error ?? reset.error
  return (
    <Sheet open title={`${one.name} · ${one.number}`} onClose={onClose}>
      {error ? <Text className="zx-body zx-late">{explain(error)}</Text> : null}
      {can.giveRoles && one.active ? (
        <>
          <Text className="zx-body-strong">岗位</Text>
          <ChoiceList<string> choices={(all.value ?? []).map(({ role, title, keptApart }) => ({ value: role, title, ...(keptApart && { note: '不能兼任其他岗位' }) }))} chosen={roles} onChoose={toggle} />
          <Text className="zx-caption">改岗位后本人要重新登录。</Text>
          <Button busy={act.busy} onTap={() => act.run(() => staffing.giveRoles(one.staffId, roles))}>保存岗位</Button>
        </>
      ) : null}
      {can.confirmAccess && !one.confirmed ? (
        <>
          <Text className="zx-body">系统管理员重设过此人的登录。请当面核对是本人要求的，再确认。</Text>
          <Button busy={act.busy} onTap={() => act.run(() => staffing.confirmAccess(one.staffId))}>已当面核对，确认</Button>
        </>
      ) : null}
      {password ? <FirstPassword value={password} /> : null}
      {mayEnd && one.active && !password ? (
        <>
          <Button kind="plain" busy={reset.busy} onTap={reset.run}>重设登录（新的首次密码，解除微信）</Button>
          <Text className="zx-caption">重设后，要等安全管理员或审计管理员确认，此人才能办事。</Text>
          <ChoiceList choices={[{ value: 'left', title: '离职' }, { value: 'suspended', title: '停用' }]} chosen={why} onChoose={setWhy} />
          <TextField label="原因" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" />
          <Button kind="danger" busy={act.busy} disabled={!why || reason.trim().length < 2} onTap={() => act.run(() => staffing.depart(one.staffId, { why: why!, reason: reason.trim() }))}>马上退出所有登录</Button>
          <Text className="zx-caption">此人在办的案件会出现在局长看板上，等待移交。</Text>
        </>
      ) : null}
    </Sheet>
  )
}
