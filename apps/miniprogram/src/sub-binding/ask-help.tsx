import type { HelpOptions } from '@zhixin/shared/contract'
import type { HelpReason } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { HelpNeedsFields, mayBeSent, NO_WISH, toldBy } from '@/components/help-needs-fields'
import { arePapersFilled, NO_PAPERS, PapersFields } from '@/components/papers-fields'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

const PHONE_DIGITS = 11
type Step = 'reason' | 'papers' | 'phone'

/** Asks one thing after the other. What the court knows of anybody shows nowhere. */
export function AskHelp({ options, reasons, onAsked }: { options: HelpOptions; reasons: readonly HelpReason[]; onAsked: () => void }) {
  const [step, setStep] = useState<Step>('reason')
  const [reason, setReason] = useState<HelpReason | null>(reasons.length === 1 ? reasons[0]! : null)
  const [papers, setPapers] = useState(NO_PAPERS)
  const [phone, setPhone] = useState('')
  const [caseNumber, setCaseNumber] = useState('')
  const [note, setNote] = useState('')
  const [wish, setWish] = useState(NO_WISH)
  const ask = useAction(async () => {
    const helpNeeds = toldBy(wish)
    const optional = { ...(caseNumber.trim() && { caseNumber }), ...(note.trim() && { note }), ...(helpNeeds && { helpNeeds }) }
    await services.help.ask({ reason: reason!, ...papers, phone, ...optional })
    onAsked()
  })
  const bring = options.reasons.find((one) => one.reason === reason)?.bring

  if (step === 'reason') {
    return (
      <View className="zx-stack">
        <Text className="zx-title">第 1 步，共 3 步：哪里绑不上？</Text>
        <ChoiceList<HelpReason>
          choices={options.reasons.filter((one) => reasons.includes(one.reason)).map(({ reason: value, label }) => ({ value, title: label }))}
          chosen={reason} onChoose={setReason}
        />
        {bring ? <View className="zx-note"><Text className="zx-body">办理时请带：{bring}</Text></View> : null}
        <Button disabled={reason === null} onTap={() => setStep('papers')}>下一步</Button>
      </View>
    )
  }
  if (step === 'papers') {
    return (
      <View className="zx-stack">
        <Text className="zx-title">第 2 步，共 3 步：您是谁？</Text>
        <Text className="zx-body">填来办事的这个人自己的姓名和证件，不是公司的，也不是孩子的。</Text>
        <PapersFields papers={papers} onChange={setPapers} open={reason === 'other_document'} />
        <Button disabled={!arePapersFilled(papers)} onTap={() => setStep('phone')}>下一步</Button>
        <Button kind="plain" onTap={() => setStep('reason')}>上一步</Button>
      </View>
    )
  }
  return (
    <View className="zx-stack">
      <Text className="zx-title">第 3 步，共 3 步：怎么找到您？</Text>
      <TextField label="您现在的手机号" kind="number" value={phone} onChange={setPhone} maxLength={20} placeholder="11 位手机号" hint="只用来和您联系。绑定码不会按这个号码给，要核对身份后才给" />
      <TextField label="案号（知道就填）" value={caseNumber} onChange={setCaseNumber} maxLength={60} placeholder="如（2026）虚01执1号" />
      <TextField label="还想说明什么（可以不填）" kind="long" value={note} onChange={setNote} maxLength={200} />
      <Text className="zx-body-strong">您看字、听话有不方便吗？（没有就不用选）</Text>
      <HelpNeedsFields offer={options.helpNeeds} wish={wish} onChange={setWish} />
      {ask.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(ask.error)}</Text></View> : null}
      <Button busy={ask.busy} disabled={phone.replace(/\D/g, '').length < PHONE_DIGITS || !mayBeSent(wish)} onTap={ask.run}>请法院帮忙</Button>
      <Button kind="plain" onTap={() => setStep('papers')}>上一步</Button>
    </View>
  )
}
