import type { CallView, HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { focusIn } from '@/hooks/use-desk-keys'
import { type Account, codedOf, explain } from '@/services'
import { createHotline } from '@/services/hotline'
import type { Submitting } from './keys-held'

interface Props {
  account: Account
  desk: HotlineDesk
  call: CallView
  submits: Submitting
  /** What was searched for, so that nobody types it twice. */
  searched: { name?: string; caseNumber?: string }
  onChanged: (call: CallView) => void
}
const LAST_FOUR = 4

/** What the caller says of themselves is typed, and is right or not: the court's own record is shown to nobody here. */
export function Verify({ account, desk, call, submits, searched, onChanged }: Props) {
  const [said, setSaid] = useState({ name: '', caseNumber: '', lastFour: '', ...searched })
  const isReady = said.name.trim().length > 1 && said.caseNumber.trim().length > 2 && said.lastFour.length === LAST_FOUR
  const check = useAction(async () => {
    try {
      onChanged(await account.own(createHotline).check(call.callId, said))
    } catch (error) {
      // How many tries are left stands in the call.
      if (codedOf(error).code === 'hotline.verification_wrong') onChanged({ ...call, triesLeft: call.triesLeft - 1 })
      focusIn('hd-name')
      throw error
    }
  })
  const submit = (): void => {
    if (isReady) check.run()
    else focusIn(said.name.trim().length < 2 ? 'hd-name' : said.caseNumber.trim().length < 3 ? 'hd-case' : 'hd-four')
  }
  useEffect(() => {
    submits.current = submit
    return () => {
      submits.current = null
    }
  })
  useEffect(() => focusIn(searched.name ? 'hd-case' : 'hd-name'), [searched.name])
  const put = (field: keyof typeof said) => (value: string): void => setSaid({ ...said, [field]: value })
  if (call.triesLeft === 0) {
    return (
      <Section title="核实来电人">
        <View className="zx-pad zx-stack--tight">
          <View className="zx-note zx-note--late"><Text>这通电话不能再核对了。</Text></View>
          <Text className="zx-body">请这样说：{desk.words.wrong}</Text>
          <Text className="zx-caption">按 F8 登记，按 F7 记下回拨。</Text>
        </View>
      </Section>
    )
  }
  return (
    <Section title="核实来电人" aside={<Text className="zx-caption">还可以核对 {call.triesLeft} 次</Text>}>
      <View className="zx-pad zx-stack">
        <View className="zx-note"><Text>请这样说：{desk.words.ask}</Text></View>
        <View id="hd-name"><TextField label="对方说的姓名" value={said.name} maxLength={40} onChange={put('name')} onConfirm={() => focusIn('hd-case')} /></View>
        <View id="hd-case"><TextField label="对方说的案号" value={said.caseNumber} maxLength={60} placeholder="例如 (2026)虚01执101号" onChange={put('caseNumber')} onConfirm={() => focusIn('hd-four')} /></View>
        <View id="hd-four"><TextField label="对方说的证件号后四位" value={said.lastFour} maxLength={LAST_FOUR} onChange={put('lastFour')} onConfirm={submit} /></View>
        {check.error ? (
          <View className="zx-note zx-note--late">
            <Text>{explain(check.error)}</Text>
            {codedOf(check.error).code === 'hotline.verification_wrong' ? <View><Text>请这样说：{desk.words.wrong}</Text></View> : null}
          </View>
        ) : null}
        <Button busy={check.busy} disabled={!isReady} onTap={check.run}>核对（回车）</Button>
      </View>
    </Section>
  )
}
