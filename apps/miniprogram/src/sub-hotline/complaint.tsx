import type { CallView, ComplaintSeen } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { focusIn } from '@/hooks/use-desk-keys'
import { nowHere } from '@/platform/now'
import { type Account, codedOf, explain, momentWords } from '@/services'
import { createComplaintCalls } from './complaint-calls'
import type { Submitting } from './keys-held'

/** What is known of it already, so that nobody types it twice: the number searched for, or all of what was registered a moment ago. */
export interface AskedAbout {
  receipt: string
  followUp?: string
  /** What is still to be added to it. */
  text?: string
}
interface Props {
  account: Account
  call: CallView
  about: AskedAbout
  submits: Submitting
}
const TEXT_MOST = 4_000

/** How a complaint stands, read out to whoever made it; and what they say further. */
export function Complaint({ account, call, about, submits }: Props) {
  const [said, setSaid] = useState({ receipt: about.receipt, followUp: about.followUp ?? '' })
  const [text, setText] = useState(about.text ?? '')
  const [seen, setSeen] = useState<ComplaintSeen | null>(null)
  const calls = account.own(createComplaintCalls)
  const wish = { receipt: said.receipt, ...(said.followUp.trim() && { followUp: said.followUp }) }
  const isReady = said.receipt.trim() !== '' && (said.followUp.trim() !== '' || call.verified !== null)
  const ask = useAction(async () => {
    setSeen(await calls.ask(call.callId, wish))
    focusIn('hd-add')
  })
  const add = useAction(async () => {
    setSeen(await calls.add(call.callId, { ...wish, text }))
    setText('')
  })
  const submit = (): void => {
    if (seen && text.trim() !== '') add.run()
    else if (isReady) ask.run()
    else focusIn(said.receipt.trim() === '' ? 'hd-receipt-number' : 'hd-code')
  }
  useEffect(() => {
    submits.current = submit
    return () => {
      submits.current = null
    }
  })
  useEffect(() => focusIn(about.receipt === '' ? 'hd-receipt-number' : 'hd-code'), [about.receipt])
  const put = (field: keyof typeof said) => (value: string): void => {
    setSeen(null)
    setSaid({ ...said, [field]: value })
  }
  return (
    <Section title="问受理编号">
      <View className="zx-pad zx-stack">
        <View id="hd-receipt-number"><TextField label="受理编号" value={said.receipt} maxLength={20} onChange={put('receipt')} onConfirm={() => focusIn('hd-code')} /></View>
        <View id="hd-code">
          <TextField
            label={call.verified ? '查询码（是他本人的，可不填）' : '对方说的查询码'} value={said.followUp} maxLength={20} onChange={put('followUp')} onConfirm={submit}
            hint={call.verified ? '' : '没有查询码的，按 F4 核实是不是本人'}
          />
        </View>
        {ask.error ? (
          <View className="zx-note zx-note--late">
            <Text>{codedOf(ask.error).code === 'input.not_found' ? '没有查到，或者不能在这里查。请对方看清两个号，也可以自己在执信“查进度”里查。' : explain(ask.error)}</Text>
          </View>
        ) : null}
        <Button busy={ask.busy} disabled={!isReady} onTap={ask.run}>查（回车）</Button>
        {seen ? <Seen seen={seen} /> : null}
        {seen?.canAdd ? (
          <View className="zx-stack--tight">
            <View id="hd-add"><TextField label="对方要补充的（可不填）" value={text} kind="long" maxLength={TEXT_MOST} onChange={setText} /></View>
            {add.error ? <View className="zx-note zx-note--late"><Text>{explain(add.error)}</Text></View> : null}
            <Button kind="plain" busy={add.busy} disabled={text.trim() === ''} onTap={add.run}>补充（Ctrl+回车）</Button>
          </View>
        ) : null}
      </View>
    </Section>
  )
}

function Seen({ seen: { receipt, receivedAt, told, next, dueAt, answers, added } }: { seen: ComplaintSeen }) {
  const now = nowHere()
  return (
    <View className="zx-stack--tight">
      <Text className="zx-caption">受理编号 {receipt}，{momentWords(receivedAt, now)} 收到。下面的话都可以照着念。</Text>
      <Text className="zx-body-strong">{told}</Text>
      {next ? <Text className="zx-body">{next}</Text> : null}
      {dueAt ? <Text className="zx-body">{dueAt < now ? '应当已经办到，超期了：' : '最晚：'}{momentWords(dueAt, now)}</Text> : null}
      {answers.map(({ at, text }) => <View key={`answer ${at}`} className="zx-hotline-said"><Text className="zx-body"><Text className="zx-body-strong">{momentWords(at, now)} 法院的答复</Text>：{text}</Text></View>)}
      {added.map(({ at, text }) => <View key={`added ${at}`} className="zx-hotline-said"><Text className="zx-body"><Text className="zx-body-strong">{momentWords(at, now)} 对方补充</Text>：{text}</Text></View>)}
    </View>
  )
}
