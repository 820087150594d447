import type { HelpReason } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { HelpNeedsFields, mayBeSent, NO_WISH, toldBy } from '@/components/help-needs-fields'
import { PageShell } from '@/components/page-shell'
import { arePapersFilled, NO_PAPERS, PapersFields } from '@/components/papers-fields'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { replace } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

export default function RegisterPage() {
  return <ReaderPage title="登记绑定帮助">{({ can }) => <Register atWindow={can.issueWindowCode} />}</ReaderPage>
}

/** Written down while somebody is on the telephone or at the window. Says nothing of whether the court knows them: nothing can slip out. */
function Register({ atWindow }: { atWindow: boolean }) {
  const options = useResource('help-options', services.help.options)
  const [way, setWay] = useState<'telephone' | 'window'>(atWindow ? 'window' : 'telephone')
  const [reason, setReason] = useState<HelpReason | null>(null)
  const [papers, setPapers] = useState(NO_PAPERS)
  const [phone, setPhone] = useState('')
  const [caseNumber, setCaseNumber] = useState('')
  const [note, setNote] = useState('')
  const [wish, setWish] = useState(NO_WISH)
  const [done, setDone] = useState<{ requestId: string; receipt: string; followUp: string } | null>(null)
  const register = useAction(async () => {
    const helpNeeds = toldBy(wish)
    const optional = { ...(phone.trim() && { phone }), ...(caseNumber.trim() && { caseNumber }), ...(note.trim() && { note }), ...(helpNeeds && { helpNeeds }) }
    setDone(await services.helpDesk.register({ way, reason: reason!, ...papers, ...optional }))
  })
  if (done) {
    return (
      <PageShell title="登记绑定帮助">
        <View className="zx-stack zx-pad">
          <View className="zx-note zx-note--done">
            <Text className="zx-body">请把这两个编号念给对方记下来</Text>
            <View><Text className="zx-body">受理编号</Text></View>
            <View><Text className="zx-headline zx-number" userSelect>{done.receipt}</Text></View>
            <View><Text className="zx-body">查询码（只显示这一次）</Text></View>
            <View><Text className="zx-headline zx-number" userSelect>{done.followUp}</Text></View>
          </View>
          <Text className="zx-body">对方在执信登录页点“查询绑定帮助进度”，填这两个编号，就能看办到哪一步。查询码不是绑定码，不能用来绑定。</Text>
          <Button onTap={() => replace('helpRequest', { requestId: done.requestId })}>现在就办这一件</Button>
          <Button kind="plain" onTap={() => replace('helpDesk')}>回到列表</Button>
        </View>
      </PageShell>
    )
  }
  return (
    <PageShell title="登记绑定帮助">
      <View className="zx-stack zx-pad">
        <ChoiceList choices={[{ value: 'telephone', title: '来电话' }, { value: 'window', title: '来窗口' }]} chosen={way} onChoose={setWay} />
        <ResourceView resource={options}>
          {({ reasons }) => <ChoiceList<HelpReason> choices={reasons.map(({ reason: value, label, bring }) => ({ value, title: label, note: `请对方带：${bring}` }))} chosen={reason} onChoose={setReason} />}
        </ResourceView>
        <PapersFields papers={papers} onChange={setPapers} />
        <TextField label="对方现在的手机号（可以不填）" kind="number" value={phone} onChange={setPhone} maxLength={20} hint="只作联系，不能当作核对身份的依据" />
        <TextField label="案号（可以不填）" value={caseNumber} onChange={setCaseNumber} maxLength={60} />
        <TextField label="说明（可以不填）" kind="long" value={note} onChange={setNote} maxLength={200} />
        <Text className="zx-body-strong">对方说看字、听话有不方便吗？（没说就不用选）</Text>
        <ResourceView resource={options}>
          {({ helpNeeds }) => <HelpNeedsFields offer={helpNeeds} wish={wish} onChange={setWish} agree="问过对方，对方同意记下来" />}
        </ResourceView>
        <View className="zx-note zx-note--warn"><Text className="zx-body">不要告诉来电人：法院有没有这个人、有没有这件案、留的是哪个号码。只说“已登记，核对后处理”。</Text></View>
        {register.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(register.error)}</Text></View> : null}
        <Button busy={register.busy} disabled={reason === null || !arePapersFilled(papers) || !mayBeSent(wish)} onTap={register.run}>登记</Button>
      </View>
    </PageShell>
  )
}
