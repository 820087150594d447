import { Text } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Sheet } from '@/components/sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain, type StaffingService } from '@/services'
import { FirstPassword } from './first-password'

const EMPTY = { number: '', name: '', department: '', officePhone: '', phone: '' }

/** Somebody new, without a role: that is the security administrator's to give. */
export function AddStaff({ staffing, onClose }: { staffing: StaffingService; onClose: () => void }) {
  const [input, setInput] = useState(EMPTY)
  const [password, setPassword] = useState('')
  const add = useAction(async () => setPassword((await staffing.add(input)).firstPassword))
  const field = (label: string, key: keyof typeof EMPTY, kind: 'text' | 'number' = 'text') => (
    <TextField label={label} kind={kind} value={input[key]} onChange={(value) => setInput({ ...input, [key]: value })} />
  )
  const filled = Object.values(input).every((value) => value.trim() !== '')
  return (
    <Sheet open title="新增人员" onClose={onClose} footer={password ? <Button onTap={onClose}>已抄好</Button> : <Button busy={add.busy} disabled={!filled} onTap={add.run}>新增</Button>}>
      {password ? <FirstPassword value={password} /> : (
        <>
          {field('工号', 'number')}
          {field('姓名', 'name')}
          {field('部门', 'department')}
          {field('办公电话（当事人能看到）', 'officePhone')}
          {field('手机号（收验证码，任何人看不到）', 'phone', 'number')}
          <Text className="zx-caption">新增后没有岗位，由安全管理员赋予。</Text>
          {add.error ? <Text className="zx-body zx-late">{explain(add.error)}</Text> : null}
        </>
      )}
    </Sheet>
  )
}
