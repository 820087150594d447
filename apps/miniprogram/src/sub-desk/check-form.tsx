import type { DeskHelpAbilities, DeskHelpDetail } from '@zhixin/shared/contract'
import { type Check, dayOf, RESIDENT_ID } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { PapersFields } from '@/components/papers-fields'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { services } from '@/platform/services'
import { codedOf, explain } from '@/services/errors'
import { dayWords } from '@/services/format'
import { CHECKS, PHONE_SOURCES } from '@/words/help'
import { IssuedCode } from './issued-code'

type Way = 'in_person' | 'call_back' | 'phone'
const IN_PERSON: Check[] = ['document_original', 'face_matches', 'unit_papers', 'guardianship', 'inheritance', 'old_phone_read_out']
const CALL_BACK: Check[] = ['called_known_number', 'case_facts']
const RESENDS_AFTER_SECONDS = 60

interface Props {
  request: DeskHelpDetail
  can: DeskHelpAbilities
  /** A code is on the screen. */
  onIssued: () => void
  onDone: () => void
}

/** What was looked at, and what comes of it: a code handed over or read out, or a phone confirmed. The papers are as the desk saw them. */
export function CheckForm({ request, can, onIssued, onDone }: Props) {
  const details = request.details!
  const [way, setWay] = useState<Way>(!can.inPerson ? 'call_back' : request.reason === 'phone_change' ? 'phone' : 'in_person')
  const [papers, setPapers] = useState({ name: details.name, documentKind: details.documentKind, identityNumber: details.identityNumber })
  const [checks, setChecks] = useState<Check[]>([])
  const [called, setCalled] = useState(details.callBack[0]?.number ?? '')
  const [note, setNote] = useState('')
  const [phone, setPhone] = useState(details.phone ?? '')
  const [smsCode, setSmsCode] = useState('')
  const [issued, setIssued] = useState<{ code: string; expiresAt: string } | null>(null)
  const offered = way === 'call_back' ? CALL_BACK : IN_PERSON
  const done = checks.filter((check) => offered.includes(check))
  const toggle = (check: Check) => setChecks((all) => (all.includes(check) ? all.filter((one) => one !== check) : [...all, check]))

  const issue = useAction(async (addPerson: boolean) => {
    const handedOver = way === 'call_back' ? 'call_back' : 'in_person'
    const number = way === 'call_back' && called ? { calledNumber: called } : {}
    setIssued(await services.helpDesk.issueCode(request.requestId, { ...papers, handedOver, checks: done, note, addPerson, ...number }))
    onIssued()
  })
  const confirm = useAction(async () => {
    await services.helpDesk.confirmPhone(request.requestId, { ...papers, checks: done, note, phone, code: smsCode, endsOthers: true })
    onDone()
  })
  const error = issue.error ?? confirm.error
  const isUnknown = error !== null && codedOf(error).code === 'binding.person_unknown'
  if (issued) {
    return (
      <View className="zx-stack">
        <IssuedCode {...issued} isCall={way === 'call_back'} />
        <Text className="zx-body">对方在绑定页选“用窗口绑定码”，填姓名、证件号和这个码。</Text>
        <Button onTap={onDone}>已经交给本人</Button>
      </View>
    )
  }
  return (
    <View className="zx-stack">
      <Text className="zx-title">怎么核对的？</Text>
      <ChoiceList<Way>
        choices={[
          ...(can.inPerson ? [{ value: 'in_person' as const, title: '本人在窗口，当面交绑定码' }, { value: 'phone' as const, title: '本人在窗口，登记新手机号' }] : []),
          { value: 'call_back', title: '回拨法院已确认的号码，念给本人', note: details.callBack.length > 0 ? undefined : '法院没有本人确认过的号码，不能用这种办法' },
        ]}
        chosen={way} onChoose={setWay}
      />
      {way === 'call_back' && details.callBack.length > 0 ? (
        <ChoiceList
          choices={details.callBack.map(({ number, source, since }) => ({ value: number, title: `拨打 ${number}`, note: `${PHONE_SOURCES[source] ?? ''}，${dayWords(dayOf(since), nowHere())}` }))}
          chosen={called} onChoose={setCalled}
        />
      ) : null}
      <Text className="zx-body-strong">证件上写的（以原件为准，听错的在这里改）</Text>
      <PapersFields papers={papers} onChange={setPapers} open={papers.documentKind !== RESIDENT_ID} />
      <Text className="zx-body-strong">核对了什么（会记入办理记录）</Text>
      <ChoiceList<Check> choices={offered.map((value) => ({ value, title: CHECKS[value] }))} chosen={done} onChoose={toggle} />
      {way === 'phone' ? (
        <>
          <TextField label="本人手里的新手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} />
          <SmsCodeField
            label="新手机当场收到的验证码" code={smsCode} onCode={setSmsCode} peek={() => services.beforeSignIn.demoSms({ phone })}
            onRequest={async () => {
              await services.helpDesk.requestPhoneCode(request.requestId, phone)
              return RESENDS_AFTER_SECONDS
            }}
          />
          <View className="zx-note zx-note--warn"><Text className="zx-body">登记后，原来的号码都不能再用来绑定，并会收到提醒短信。</Text></View>
        </>
      ) : null}
      <TextField label="备注（可以不填，不要写号码）" value={note} onChange={setNote} maxLength={200} />
      {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
      {way === 'phone'
        ? <Button busy={confirm.busy} disabled={done.length === 0 || smsCode.length === 0} onTap={confirm.run}>登记这个手机号</Button>
        : <Button busy={issue.busy} disabled={done.length === 0} onTap={() => issue.run(false)}>核对无误，出绑定码</Button>}
      {isUnknown && way === 'in_person' ? (
        <View className="zx-note zx-note--warn">
          <Text className="zx-body">确实是来办本院执行案件的（经办人、监护人、继承人等），可以凭原件把这个人加进法院记录，再出绑定码。记录里会写明是您加的、看了什么。加进来不等于能看案件，案件关系另行审核。</Text>
          <Button kind="plain" busy={issue.busy} onTap={() => issue.run(true)}>凭证件原件加进记录，并出绑定码</Button>
        </View>
      ) : null}
    </View>
  )
}
