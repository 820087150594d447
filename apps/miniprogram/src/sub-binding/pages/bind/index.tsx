import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { PageShell } from '@/components/page-shell'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useReader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open, restart } from '@/platform/navigation'
import { readAbout, services } from '@/platform/services'
import { codedOf, explain } from '@/services/errors'

type Way = 'phone' | 'window'

/** Ties the account to a person whom the court knows. Every failure reads the same: it tells nobody what was right. */
export default function Bind() {
  useReader()
  const [way, setWay] = useState<Way>('phone')
  const [name, setName] = useState('')
  const [identityNumber, setIdentityNumber] = useState('')
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [windowCode, setWindowCode] = useState('')
  const about = useResource('about', readAbout)
  const bind = useAction(async () => {
    if (way === 'phone') await services.binding.byPhone({ name, identityNumber, phone, code })
    else await services.binding.byWindowCode({ name, identityNumber, windowCode })
    restart('entry')
  })
  const filled = name.trim().length >= 2 && identityNumber.trim().length === 18 && (way === 'phone' ? code.length === 6 : windowCode.trim().length === 8)
  const court = about.value?.court
  return (
    <PageShell title="绑定身份" root>
      <View className="zx-stack zx-pad">
        <Text className="zx-body">绑定一次，以后就能看到您的全部执行案件。资料只用来核对您是不是案件的当事人或代理人。</Text>
        <ChoiceList<Way>
          choices={[
            { value: 'phone', title: '用手机号绑定', note: '用您在法院留过的本人手机号' },
            { value: 'window', title: '用窗口绑定码', note: '号码换了或没留过：带身份证到窗口领取' },
          ]}
          chosen={way} onChoose={setWay}
        />
        <TextField label="姓名" value={name} onChange={setName} maxLength={40} placeholder="与身份证一致" />
        <TextField label="身份证号" kind="idcard" value={identityNumber} onChange={setIdentityNumber} maxLength={18} placeholder="18 位身份证号" />
        {way === 'phone' ? (
          <>
            <TextField label="手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} placeholder="在法院留过的手机号" />
            <SmsCodeField
              code={code} onCode={setCode} canRequest={phone.trim().length >= 11}
              onRequest={() => services.session.requestSmsCode(phone)} peek={() => services.beforeSignIn.demoSms({ phone })}
            />
          </>
        ) : (
          <TextField label="绑定码" value={windowCode} onChange={(text) => setWindowCode(text.toUpperCase())} maxLength={8} placeholder="窗口给您的 8 位绑定码" />
        )}
        {bind.error ? (
          <View className="zx-note zx-note--late">
            <Text className="zx-body">{explain(bind.error)}</Text>
            {codedOf(bind.error).code === 'binding.failed' && court ? (
              <View><Text className="zx-body">{court.window.place}，{court.window.hours}，电话 {court.window.phone}</Text></View>
            ) : null}
          </View>
        ) : null}
        <Button busy={bind.busy} disabled={!filled} onTap={bind.run}>绑定</Button>
        <Button kind="plain" onTap={() => open('me')}>字号设置、退出登录</Button>
      </View>
    </PageShell>
  )
}
