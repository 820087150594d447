import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { StaffCard, StaffMemberView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { explain } from '@/services'

type Why = 'left' | 'suspended'

interface StopProps {
  of: StaffMemberView
  onStop: (departure: { why: Why; reason: string }) => Promise<unknown>
  onDone: (words: string) => void
}

/** Out at once, everywhere. What they leave behind is said before. */
export function StopForm({ of: { staff, follows }, onStop, onDone }: StopProps) {
  const [why, setWhy] = useState<Why | null>(null)
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const stop = useAction(async () => {
    await onStop({ why: why!, reason: reason.trim() })
    setAsking(false)
    onDone(`${staff.name}已停用，马上生效。`)
  })
  return (
    <Section title="离职、停用">
      <View className="zx-pad zx-stack">
        <ChoiceList choices={[{ value: 'left', title: '离职', note: '调离、退休、辞职' }, { value: 'suspended', title: '停用', note: '暂时不能登录' }]} chosen={why} onChoose={setWhy} />
        <TextField label="原因" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" />
        <Button kind="danger" disabled={!why || reason.trim().length < 2} onTap={() => setAsking(true)}>停用账号</Button>
      </View>
      {asking ? (
        <ConfirmSheet open title={`停用${staff.name}的账号？`} confirm="马上退出所有登录" danger busy={stop.busy} onConfirm={stop.run} onClose={() => { setAsking(false); stop.clear() }}>
          <Text className="zx-body-strong">马上生效：此人退出所有登录，打开着的页面也退出，不能再登录。</Text>
          {followWords(follows).map((words) => <Text key={words} className="zx-body">{words}</Text>)}
          {stop.error ? <Text className="zx-body zx-late">{explain(stop.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </Section>
  )
}

function followWords(follows: StaffMemberView['follows']): string[] {
  if (!follows) return []
  const { openCases, shifts, deputyOf } = follows
  return [
    openCases > 0 ? `此人名下还有 ${openCases} 件在办的案件。没有别人承办的，会出现在局长看板上，等待移交；答复时限不停。` : '此人名下没有在办的案件。',
    ...(deputyOf.length > 0 ? [`${deputyOf.join('、')}外出时由此人代为答复，以后改由值班人员答复。请提醒他们另找代理人。`] : []),
    ...(shifts > 0 ? [`此人还有 ${shifts} 个值班班次，请另排。`] : []),
  ]
}

interface BackProps {
  of: StaffCard
  onTakeBack: (reason: string) => Promise<unknown>
  onDone: (words: string) => void
}

/** Back: able to sign in again, and nothing more until somebody else gives them a role. */
export function TakeBackForm({ of, onTakeBack, onDone }: BackProps) {
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const back = useAction(async () => {
    await onTakeBack(reason.trim())
    setAsking(false)
    onDone(`${of.name}已恢复在岗，还没有岗位。`)
  })
  return (
    <Section title="恢复在岗">
      <View className="zx-pad zx-stack">
        <TextField label="原因" value={reason} onChange={setReason} maxLength={200} placeholder="例如：调回本院" />
        <Button disabled={reason.trim().length < 2} onTap={() => setAsking(true)}>恢复在岗</Button>
      </View>
      {asking ? (
        <ConfirmSheet open title={`恢复${of.name}在岗？`} confirm="恢复，马上生效" busy={back.busy} onConfirm={back.run} onClose={() => { setAsking(false); back.clear() }}>
          <Text className="zx-body">此人马上可以用原来的密码和手机号登录，但没有岗位，办不了事。岗位由安全管理员重新赋予；没有移交的案件，到时仍由此人承办。</Text>
          <Text className="zx-body">忘了密码或者换了手机号的，恢复后再在这里重设登录。</Text>
          {back.error ? <Text className="zx-body zx-late">{explain(back.error)}</Text> : null}
        </ConfirmSheet>
      ) : null}
    </Section>
  )
}
