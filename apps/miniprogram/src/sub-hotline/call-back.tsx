import type { CallView, HotlineDesk } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { focusIn } from '@/hooks/use-desk-keys'
import { callPhone } from '@/platform/phone'
import { type Account, explain } from '@/services'
import { createHotline } from '@/services/hotline'
import type { Choosing, Submitting } from './keys-held'

interface Props {
  account: Account
  desk: HotlineDesk
  call: CallView
  submits: Submitting
  chooses: Choosing
  onChanged: (call: CallView) => void
}

/** Somebody wants to be rung back: under which papers. What comes back is the same whether there is a number or not, and so are the words to say. */
export function AskCallBack({ account, desk, call, submits, chooses, onChanged }: Props) {
  const [name, setName] = useState('')
  const [document, setDocument] = useState(desk.documents[0]!)
  const [identityNumber, setNumber] = useState('')
  const said = { name, documentKind: document.kind, identityNumber }
  const ask = useAction(async () => onChanged(await account.own(createHotline).askCallBack(call.callId, said)))
  useEffect(() => {
    submits.current = ask.run
    chooses.current = (place) => {
      if (desk.documents[place]) pick(desk.documents[place])
    }
    return () => {
      submits.current = null
      chooses.current = null
    }
  })
  useEffect(() => focusIn('hd-back-name'), [])
  const pick = (one: HotlineDesk['documents'][number]): void => {
    setDocument(one)
    focusIn('hd-back-number')
  }
  if (call.callBackAsked) {
    return (
      <Section title="回拨">
        <View className="zx-pad zx-stack--tight">
          <View className="zx-note zx-note--done"><Text className="zx-body">已经记下。请这样说：{desk.words.callBack}</Text></View>
          <Text className="zx-caption">有没有登记的号码，挂机以后才显示，不要在电话里说。按 F9 挂机。</Text>
        </View>
      </Section>
    )
  }
  return (
    <Section title="记下回拨">
      <View className="zx-pad zx-stack">
        <Text className="zx-caption">记下以后，对谁都这样说：{desk.words.callBack}</Text>
        <View id="hd-back-name"><TextField label="要回拨的人的姓名" value={name} maxLength={40} onChange={setName} onConfirm={() => focusIn('hd-back-kind')} /></View>
        <View id="hd-back-kind" className="zx-row zx-row--wrap">
          {desk.documents.map((one, i) => (
            <Tappable
              key={one.kind} className={`zx-hotline-chip ${one.kind === document.kind ? 'zx-hotline-chip--chosen' : ''}`} pressed={one.kind === document.kind} onTap={() => pick(one)}
            >
              <Text>{i + 1} {one.label}</Text>
            </Tappable>
          ))}
        </View>
        <View id="hd-back-number"><TextField label="完整的证件号" value={identityNumber} maxLength={30} hint={document.hint} onChange={setNumber} onConfirm={ask.run} /></View>
        {ask.error ? <View className="zx-note zx-note--late"><Text>{explain(ask.error)}</Text></View> : null}
        <Button busy={ask.busy} disabled={name.trim().length < 2 || identityNumber.length < 5} onTap={ask.run}>记下回拨（回车）</Button>
      </View>
    </Section>
  )
}

interface RingProps extends Props {
  onEnd: (how?: 'somebody_else') => void
}

/** The court rings: to which number, what must be looked at, and what came of it. */
export function Ring({ account, desk, call, submits, chooses, onChanged, onEnd }: RingProps) {
  const ring = call.ring!
  const [number, setNumber] = useState(ring.numbers[0]?.number)
  const [done, setDone] = useState<string[]>([])
  const looked = { number: number!, checks: done as typeof ring.checks }
  const verify = useAction(async () => onChanged(await account.own(createHotline).calledBack(call.callId, looked)))
  const checks = desk.checks.filter(({ check }) => ring.checks.includes(check))
  const toggle = (check: string): void => setDone(done.includes(check) ? done.filter((one) => one !== check) : [...done, check])
  const isReady = number !== undefined && ring.checks.every((check) => done.includes(check))
  useEffect(() => {
    submits.current = () => (isReady ? verify.run() : undefined)
    chooses.current = (place) => {
      if (ring.numbers.length === 0) return
      if (checks[place]) toggle(checks[place].check)
      else if (place === checks.length) onEnd('somebody_else')
    }
    return () => {
      submits.current = null
      chooses.current = null
    }
  })
  useEffect(() => focusIn('hd-ring'), [])
  if (ring.numbers.length === 0) {
    return (
      <Section title={`回拨：${ring.name}`}>
        <View className="zx-pad zx-stack">
          <Text className="zx-body">没有本人确认过的号码，不用回拨。对方再来电，请他带身份证到执行接待窗口登记号码。</Text>
          <View id="hd-ring"><Button onTap={() => onEnd()}>结束（F9）</Button></View>
        </View>
      </Section>
    )
  }
  return (
    <Section title={`回拨：${ring.name}`}>
      {ring.numbers.map((one) => (
        <ListRow
          key={one.number} title={`${one.number === number ? '▶ ' : ''}${one.number}`} note="本人确认过" value={<Text className="zx-link">拨打</Text>} label={`拨打${one.number}`} onTap={() => {
            setNumber(one.number)
            callPhone(one.number)
          }}
        />
      ))}
      <View className="zx-pad zx-stack">
        <View id="hd-ring">
          <ChoiceList<string>
            choices={checks.map(({ check, label }, i) => ({ value: check, title: `${i + 1} ${label}` }))} chosen={done} onChoose={toggle}
          />
        </View>
        {verify.error ? <View className="zx-note zx-note--late"><Text>{explain(verify.error)}</Text></View> : null}
        <Button busy={verify.busy} disabled={!isReady} onTap={verify.run}>都核实了（Ctrl+回车）</Button>
        <View className="zx-row zx-row--wrap">
          <Button kind="plain" inline onTap={() => onEnd()}>没人接，放回名单（F9）</Button>
          <Button kind="plain" inline onTap={() => onEnd('somebody_else')}>{checks.length + 1} 不是本人接的，不再打</Button>
        </View>
      </View>
    </Section>
  )
}
