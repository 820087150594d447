import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

const PHONE_DIGITS = 11

export function SmsSignIn() {
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const enter = useAction(async () => {
    await services.session.withSms(phone, code)
    restart('entry')
  })
  const hasPhone = phone.replace(/\D/g, '').length >= PHONE_DIGITS
  return (
    <View className="zx-stack">
      <TextField label="手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} placeholder="您本人的手机号" />
      <SmsCodeField
        code={code} onCode={setCode} canRequest={hasPhone}
        onRequest={() => services.session.requestSmsCode(phone)} peek={() => services.beforeSignIn.demoSms({ phone })}
      />
      {enter.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(enter.error)}</Text></View> : null}
      <Button busy={enter.busy} disabled={!hasPhone || code.length !== 6} onTap={enter.run}>登录</Button>
    </View>
  )
}
