import { useRouter } from '@tarojs/taro'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { PageShell } from '@/components/page-shell'
import { SmsCodeField } from '@/components/sms-code-field'
import { arePapersFilled, NO_PAPERS, PapersFields } from '@/components/papers-fields'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useReader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open, restart } from '@/platform/navigation'
import { readAbout, services } from '@/platform/services'
import { codedOf, explain } from '@/services/errors'
import { slipIn } from '@/services/slip'

type Way = 'phone' | 'window'

/** Ties the account to a person whom the court knows. Every failure reads the same: it tells nobody what was right. */
export default function Bind() {
  const known = useReader()
  const slip = slipIn(useRouter().params)
  const isBound = known !== null && known.me.kind !== 'account'
  // A scanned slip outlives signing in; who is bound already goes on to its case.
  useEffect(() => {
    if (slip) void services.slip.keep(slip).then(() => (isBound ? restart('entry') : undefined))
  }, [slip, isBound])
  const [way, setWay] = useState<Way>('phone')
  const [papers, setPapers] = useState(NO_PAPERS)
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [windowCode, setWindowCode] = useState('')
  const about = useResource('about', readAbout)
  const bind = useAction(async () => {
    if (way === 'phone') await services.binding.byPhone({ ...papers, phone, code })
    else await services.binding.byWindowCode({ ...papers, windowCode: windowCode.replace(/\s/g, '') })
    restart('entry')
  })
  const filled = arePapersFilled(papers) && (way === 'phone' ? code.length === 6 : windowCode.replace(/\s/g, '').length === 8)
  const court = about.value?.court
  return (
    <PageShell title="绑定身份" root>
      <View className="zx-stack zx-pad">
        <Text className="zx-body">绑定一次，以后就能看到您的全部执行案件。资料只用来核对您是不是案件的当事人或代理人。</Text>
        <ChoiceList<Way>
          choices={[
            { value: 'phone', title: '用手机号绑定', note: '用您在法院留过的本人手机号' },
            { value: 'window', title: '用窗口绑定码', note: '窗口或热线核对身份后给您的 8 位码' },
          ]}
          chosen={way} onChoose={setWay}
        />
        <PapersFields papers={papers} onChange={setPapers} />
        {way === 'phone' ? (
          <>
            <TextField label="手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} placeholder="在法院留过的手机号" />
            <SmsCodeField
              code={code} onCode={setCode} canRequest={phone.trim().length >= 11}
              onRequest={() => services.session.requestSmsCode(phone)} peek={() => services.beforeSignIn.demoSms({ phone })}
            />
          </>
        ) : (
          <TextField label="绑定码" value={windowCode} onChange={(text) => setWindowCode(text.toUpperCase())} maxLength={10} placeholder="工作人员给您的 8 位绑定码" />
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
        <Button kind="plain" onTap={() => open('bindHelp')}>绑不上？请法院帮忙</Button>
        <Button kind="plain" onTap={() => open('me')}>字号设置、退出登录</Button>
      </View>
    </PageShell>
  )
}
