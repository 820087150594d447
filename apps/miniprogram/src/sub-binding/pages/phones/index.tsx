import type { Me } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { back, open } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

const CODE_LENGTH = 6
const PHONE_DIGITS = 11
type Person = Extract<Me, { kind: 'person' }>

export default function PhonesPage() {
  return (
    <ReaderPage title="换手机号">
      {({ me }) => (me.kind === 'person' ? <Phones me={me} /> : <PageShell title="换手机号"><View className="zx-pad"><Text className="zx-body">请先绑定身份。</Text></View></PageShell>)}
    </ReaderPage>
  )
}

/** Another phone, beside or in place of one: a code to it, and one to a phone that is confirmed already. */
function Phones({ me: { phones } }: { me: Person }) {
  const [done, setDone] = useState(false)
  const [instead, setInstead] = useState<'beside' | 'instead'>('instead')
  const [old, setOld] = useState(phones[0]?.id ?? '')
  const [oldCode, setOldCode] = useState('')
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const change = useAction(async () => {
    const proof = phones.length > 0 ? { old: { phoneId: old, code: oldCode }, ...(instead === 'instead' && { replaces: old }) } : {}
    await services.phones.change({ phone, code, ...proof })
    setDone(true)
  })
  const chosen = phones.find(({ id }) => id === old)
  const filled = code.length === CODE_LENGTH && (phones.length === 0 || oldCode.length === CODE_LENGTH)
  if (done) {
    return (
      <PageShell title="换手机号">
        <View className="zx-stack zx-pad">
          <View className="zx-note zx-note--done"><Text className="zx-body">换好了。原来的号码已经收到提醒短信。</Text></View>
          <Button onTap={back}>返回</Button>
        </View>
      </PageShell>
    )
  }
  return (
    <PageShell title="换手机号">
      <View className="zx-stack zx-pad">
        {phones.length > 0 ? (
          <>
            <Text className="zx-body">为防别人冒用，要用旧手机收一个验证码，再用新手机收一个。旧号码会收到提醒短信。</Text>
            {phones.length > 1 ? <ChoiceList choices={phones.map(({ id, masked }) => ({ value: id, title: masked }))} chosen={old} onChoose={setOld} /> : null}
            <Text className="zx-title">1. 旧手机 {chosen?.masked}</Text>
            <SmsCodeField label="旧手机收到的验证码" code={oldCode} onCode={setOldCode} onRequest={() => services.phones.requestCode({ phoneId: old })} />
            <Button kind="plain" onTap={() => open('bindHelp')}>旧手机收不到？请法院帮忙</Button>
            <Text className="zx-title">2. 新手机</Text>
          </>
        ) : <Text className="zx-body">法院还没有您本人确认过的手机号。填一个，以后换手机、重新绑定都用它。</Text>}
        <TextField label="新手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} placeholder="11 位手机号" />
        <SmsCodeField
          label="新手机收到的验证码" code={code} onCode={setCode} canRequest={phone.replace(/\D/g, '').length >= PHONE_DIGITS} onRequest={() => services.phones.requestCode({ phone })}
          peek={() => services.beforeSignIn.demoSms({ phone })}
        />
        {phones.length > 0 ? (
          <ChoiceList
            choices={[{ value: 'instead', title: '旧号码不用了，换成新的' }, { value: 'beside', title: '两个号码都留着' }]} chosen={instead} onChoose={setInstead}
          />
        ) : null}
        {change.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(change.error)}</Text></View> : null}
        <Button busy={change.busy} disabled={!filled} onTap={change.run}>{phones.length > 0 ? '换手机号' : '留下这个号码'}</Button>
      </View>
    </PageShell>
  )
}
