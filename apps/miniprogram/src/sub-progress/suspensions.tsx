import type { ProgressAbilities, ProgressView } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { approvalWords, type CaseProgress, dateWords, explain, type NodeDraft } from '@/services'
import { ApprovalFields } from './approval-fields'

interface Props {
  caseId: string
  data: ProgressView
  can: ProgressAbilities
  progress: CaseProgress
  onChanged(): void
}

/** Days that are not counted, and what made a period longer. A judge adds to them, with approval. */
export function Suspensions({ caseId, data, can, progress, onChanged }: Props) {
  const { suspensions, extensions } = data
  if (!can.changePeriods && suspensions.length === 0 && extensions.length === 0) return null
  return (
    <Section title="不计入的期间、延长">
      <View className="zx-stack zx-pad">
        {suspensions.length === 0 && extensions.length === 0 ? <Text className="zx-body">没有不计入的期间，也没有延长。</Text> : null}
        {suspensions.map((one) => (
          <View key={one.suspensionId} className="zx-stack--tight">
            <View><Text className="zx-body-strong">{one.cause}</Text></View>
            <View><Text className="zx-body">{dateWords(one.from)} 至 {one.to ? dateWords(one.to) : '现在'}。理由：{one.reason}</Text></View>
            {one.approval ? <View><Text className="zx-caption">{approvalWords(one.approval)}</Text></View> : null}
            {one.to === null && can.changePeriods ? <Resume caseId={caseId} suspensionId={one.suspensionId} progress={progress} onDone={onChanged} /> : null}
          </View>
        ))}
        {extensions.map(({ label, length, reason, approval }) => (
          <View key={`${label}${approval.paper}`} className="zx-stack--tight">
            <View><Text className="zx-body-strong">{label}：延长 {length}</Text></View>
            <View><Text className="zx-body">理由：{reason}</Text></View>
            <View><Text className="zx-caption">{approvalWords(approval)}</Text></View>
          </View>
        ))}
        {can.changePeriods ? <Suspend caseId={caseId} data={data} progress={progress} onDone={onChanged} /> : null}
      </View>
    </Section>
  )
}

interface FormProps {
  caseId: string
  progress: CaseProgress
  onDone(): void
}
const NOTHING: NodeDraft['approval'] = { role: '', name: '', on: '', paper: '', reportedOn: '' }

function Suspend({ caseId, data: { causes, approvers }, progress, onDone }: FormProps & { data: ProgressView }) {
  const today = dayOf(nowHere())
  const [isOpen, setOpen] = useState(false)
  const [cause, setCause] = useState('')
  const [from, setFrom] = useState(today)
  const [reason, setReason] = useState('')
  const [approval, setApproval] = useState(NOTHING)
  const save = useAction(async () => {
    const { reportedOn: _none, ...approved } = approval
    await progress.suspend(caseId, { cause, from, reason: reason.trim(), approval: approved })
    setOpen(false)
    onDone()
  })
  if (!isOpen) return <Button kind="plain" onTap={() => setOpen(true)}>开始一段不计入的期间</Button>
  const isApproved = approval.role !== '' && approval.name.trim() !== '' && approval.on !== '' && approval.paper.trim().length >= 2
  const isFilled = isApproved && cause !== '' && from !== '' && reason.trim().length >= 2
  return (
    <View className="zx-stack">
      <Text className="zx-body-strong">因为什么</Text>
      <ChoiceList<string> choices={causes.map(({ id, label }) => ({ value: id, title: label }))} chosen={cause} onChoose={setCause} />
      <DateField label="从哪天起" value={from} until={today} onChange={setFrom} />
      <TextField label="理由" value={reason} maxLength={200} onChange={setReason} />
      <ApprovalFields title="批准" by={approvers} reportTo={null} value={approval} today={today} errorOf={() => undefined} onChange={setApproval} />
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      <Button busy={save.busy} disabled={!isFilled} onTap={save.run}>期限停止计算</Button>
      <Button kind="plain" onTap={() => setOpen(false)}>取消</Button>
    </View>
  )
}

function Resume({ caseId, suspensionId, progress, onDone }: FormProps & { suspensionId: string }) {
  const today = dayOf(nowHere())
  const [isOpen, setOpen] = useState(false)
  const [to, setTo] = useState(today)
  const [reason, setReason] = useState('')
  const save = useAction(async () => {
    await progress.resume(caseId, suspensionId, { to, reason: reason.trim() })
    onDone()
  })
  if (!isOpen) return <Button kind="plain" inline onTap={() => setOpen(true)}>已经结束</Button>
  return (
    <View className="zx-stack">
      <DateField label="最后一天不计入的是哪天" value={to} until={today} onChange={setTo} />
      <TextField label="理由" value={reason} maxLength={200} onChange={setReason} />
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      <Button busy={save.busy} disabled={reason.trim().length < 2} onTap={save.run}>期限继续计算</Button>
    </View>
  )
}
