import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

/** Number and password, then the code sent to the phone on record. Whether the first step was right shows only at the end. */
export function StaffSignIn() {
  const [number, setNumber] = useState('')
  const [password, setPassword] = useState('')
  const [challenge, setChallenge] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const first = useAction(async () => setChallenge((await services.session.challengeStaff(number.trim(), password)).challengeId))
  const second = useAction(async () => {
    await services.session.verifyStaff(challenge!, code)
    restart('entry')
  })
  const error = challenge ? second.error : first.error
  return (
    <View className="zx-stack">
      {challenge ? (
        <>
          <Text className="zx-body">如果工号和密码正确，验证码已发到您登记的手机。</Text>
          <SmsCodeField code={code} onCode={setCode} peek={() => services.beforeSignIn.demoSms({ staffNumber: number.trim() })} />
        </>
      ) : (
        <>
          <TextField label="工号" value={number} onChange={setNumber} maxLength={20} placeholder="工号" />
          <TextField label="密码" kind="password" value={password} onChange={setPassword} placeholder="密码" onConfirm={first.run} />
        </>
      )}
      {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
      {challenge ? (
        <>
          <Button busy={second.busy} disabled={code.length !== 6} onTap={second.run}>登录</Button>
          <Button kind="plain" onTap={() => { setChallenge(null); setCode('') }}>重新填写工号和密码</Button>
        </>
      ) : (
        <Button busy={first.busy} disabled={number.trim() === '' || password === ''} onTap={first.run}>下一步</Button>
      )}
    </View>
  )
}
