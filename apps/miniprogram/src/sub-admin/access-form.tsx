import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { StaffCard } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain } from '@/services'

const MOBILE = /^1\d{10}$/

interface Props {
  of: StaffCard
  onReset: (phone: string | undefined) => Promise<{ firstPassword: string }>
  onDone: (firstPassword: string) => void
}

/** A new way in: first password, and mobile where it changed. It opens nothing until another administrator has looked whose it is. */
export function AccessForm({ of, onReset, onDone }: Props) {
  const [phone, setPhone] = useState('')
  const [again, setAgain] = useState('')
  const [asking, setAsking] = useState(false)
  const digits = phone.replace(/\s/g, '')
  const moves = digits !== ''
  const wrong = moves && !MOBILE.test(digits) ? '手机号是11位数字' : undefined
  const differs = again.replace(/\s/g, '') !== digits
  const reset = useAction(async () => {
    const { firstPassword } = await onReset(moves ? digits : undefined)
    setAsking(false)
    setPhone('')
    setAgain('')
    onDone(firstPassword)
  })
  return (
    <Section title="登录">
      <View className="zx-pad zx-stack">
        <TextField label="新手机号（收验证码；没有换号就不填）" kind="number" value={phone} maxLength={13} onChange={setPhone} error={phone.length >= 11 ? wrong : undefined} />
        {moves ? <TextField label="再输一遍新手机号" kind="number" value={again} maxLength={13} onChange={setAgain} error={again.length >= 11 && differs ? '两遍不一样' : undefined} /> : null}
        <Button kind="plain" disabled={moves && (wrong !== undefined || differs)} onTap={() => setAsking(true)}>{moves ? '换手机号，重设登录' : '重设登录'}</Button>
      </View>
      {asking ? (
        <ConfirmSheet open title={moves ? '换手机号，重设登录？' : '重设登录？'} confirm="重设，马上生效" danger busy={reset.busy} onConfirm={reset.run} onClose={() => { setAsking(false); reset.clear() }}>
          {moves ? <Text className="zx-body">{of.name}的验证码以后发到 {digits}。原来的手机会收到一条提醒短信。</Text> : null}
          <Text className="zx-body">此人马上退出所有登录，微信要重新激活。新的首次密码只显示一次，请当面交给本人。</Text>
          <Text className="zx-body">要等安全管理员或审计管理员当面核对并确认，此人才能办事。</Text>
          {reset.error ? <Text className="zx-body zx-late">{explain(reset.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </Section>
  )
}

/** The other administrators' part of it. */
export function ConfirmAccess({ onConfirm, onDone }: { onConfirm: () => Promise<unknown>; onDone: (words: string) => void }) {
  const confirm = useAction(async () => {
    await onConfirm()
    onDone('已确认，马上生效：此人换过首次密码就能办事。')
  })
  return (
    <View className="zx-note zx-note--warn zx-stack">
      <Text className="zx-body">系统管理员重设过此人的登录。请当面核对是本人要求的，再确认。</Text>
      {confirm.error ? <Text className="zx-body zx-late">{explain(confirm.error)}</Text> : null}
      <Button busy={confirm.busy} onTap={confirm.run}>已当面核对，确认</Button>
    </View>
  )
}
