import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { ReceivingView } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { SmsCodeField } from '@/components/sms-code-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { services } from '@/platform/services'
import { type Account, codedOf, explain, momentWords } from '@/services'

/** Where money from the case goes: set by this form alone, with a text message to one's own phone. */
export default function ReceivingPage() {
  const { caseId = '', personId = '' } = useRouter().params
  return <ReaderPage title="收款账户">{({ account }) => <Receiving account={account} thread={{ caseId, personId }} />}</ReaderPage>
}

function Receiving({ account, thread }: { account: Account; thread: ThreadKey }) {
  const resource = useResource(`${thread.caseId} ${thread.personId}`, () => account.forms.receiving(thread))
  const [isSet, setSet] = useState(false)
  return (
    <PageShell title="收款账户">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {({ parties, phones }) => (
            <View className="zx-stack">
              {isSet ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">已登记。以后以这个账户为准，您留过的手机号都会收到提醒。</Text></View> : null}
              <Text className="zx-body">案款打到哪里，以这里登记的账户为准。不要在聊天里发账号，法院也不会在聊天里要您的账号。</Text>
              {parties.map((party) => <Standing key={party.partyId} party={party} />)}
              {phones.length === 0 ? (
                <EmptyState title="不能在线登记" hint="法院没有您本人留过的手机号，不能核对身份。请带身份证和银行卡到执行接待窗口登记。" />
              ) : (
                <SetForm
                  account={account} thread={thread} parties={parties} phones={phones}
                  onDone={() => {
                    setSet(true)
                    resource.reload()
                  }}
                />
              )}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

type Party = ReceivingView['parties'][number]

function Standing({ party: { name, current, earlier } }: { party: Party }) {
  const words = (one: NonNullable<Party['current']>): string => `${momentWords(one.at, nowHere())}${one.byName ? `由${one.byName}` : ''}登记`
  return (
    <Section title={`${name}的收款账户`}>
      {current ? <ListRow title={`${current.bank}，尾号 ${current.last4}`} note={words(current)} value="现在用这个" /> : <ListRow title="还没有登记" note="登记以后，案款才能打给您" />}
      {earlier.map((one) => <ListRow key={one.accountId} title={`${one.bank}，尾号 ${one.last4}`} note={words(one)} value="已不用" />)}
    </Section>
  )
}

interface SetFormProps {
  account: Account
  thread: ThreadKey
  parties: Party[]
  phones: ReceivingView['phones']
  onDone: () => void
}

function SetForm({ account, thread, parties, phones, onDone }: SetFormProps) {
  const [partyId, setParty] = useState(parties[0]!.partyId)
  const [holder, setHolder] = useState('')
  const [bank, setBank] = useState('')
  const [number, setNumber] = useState('')
  const [phone, setPhone] = useState(phones[0]!.ref)
  const [code, setCode] = useState('')
  const [asking, setAsking] = useState(false)
  const party = parties.find((one) => one.partyId === partyId) ?? parties[0]!
  const set = useAction(async () => {
    try {
      await account.forms.setReceiving(thread, { partyId: party.partyId, holder: holder.trim(), bank: bank.trim(), account: number.trim() }, { phone, code })
    } finally {
      setAsking(false)
    }
    setNumber('')
    setCode('')
    onDone()
  })
  const wrong = set.error ? codedOf(set.error) : undefined
  const at = (field: string): string | undefined => (wrong?.field === `body.${field}` ? explain(set.error) : undefined)
  const filled = holder.trim().length >= 2 && bank.trim().length >= 2 && number.trim().length >= 8 && code.length === 6
  const isUnit = party.form === 'unit'
  /** What was wrong is no longer said of what is being put right. */
  const anew = (change: (value: string) => void) => (value: string) => {
    set.clear()
    change(value)
  }
  return (
    <View className="zx-stack">
      <Text className="zx-title">{party.current ? '换一个账户' : '登记账户'}</Text>
      {parties.length > 1 ? (
        <ChoiceList<string> choices={parties.map((one) => ({ value: one.partyId, title: `给${one.name}收款` }))} chosen={partyId} onChoose={setParty} />
      ) : null}
      <TextField label="户名" value={holder} onChange={anew(setHolder)} maxLength={60} error={at('holder')} hint={isUnit ? `要与单位名称一致：${party.name}` : `要是${party.name}本人的账户`} />
      <TextField label="开户银行" value={bank} onChange={anew(setBank)} maxLength={60} error={at('bank')} placeholder="如：某某银行某某支行" />
      <TextField label={isUnit ? '账号' : '银行卡号'} kind="number" value={number} onChange={anew(setNumber)} maxLength={40} error={at('account')} hint="对照银行卡逐位核对" />
      <Text className="zx-body-strong">用您自己的手机核对身份</Text>
      <ChoiceList<string> choices={phones.map(({ ref, masked }) => ({ value: ref, title: masked, note: '您在法院留过的号码' }))} chosen={phone} onChoose={setPhone} />
      <SmsCodeField
        code={code} onCode={setCode} onRequest={() => account.forms.requestCode(thread, phone)}
        peek={() => services.beforeSignIn.demoSms({ personId: thread.personId, ref: phone })}
      />
      {wrong && !['holder', 'bank', 'account'].some((field) => at(field)) ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(set.error)}</Text></View> : null}
      <Button disabled={!filled} onTap={() => setAsking(true)}>登记这个账户</Button>
      <ConfirmSheet open={asking} title="确认登记？" confirm="确认登记" busy={set.busy} onConfirm={set.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">{bank.trim()}，账号尾号 {number.replace(/\D/g, '').slice(-4)}，户名 {holder.trim()}。</Text>
        <View><Text className="zx-body">登记后案款打到这个账户；登记的事会存入案卷，您留过的手机号都会收到提醒。</Text></View>
      </ConfirmSheet>
    </View>
  )
}
