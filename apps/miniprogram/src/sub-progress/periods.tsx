import type { PeriodView, ProgressAbilities } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { Sheet } from '@/components/sheet'
import { Tag } from '@/components/tag'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type CaseProgress, explain, type NodeDraft, periodNote } from '@/services'
import { ApprovalFields } from './approval-fields'

interface Props {
  caseId: string
  periods: readonly PeriodView[]
  can: ProgressAbilities
  progress: CaseProgress
  onChanged(): void
}

/** What is due by when; on a tap the rule in plain words, and what may be done. */
export function Periods({ caseId, periods, can, progress, onChanged }: Props) {
  const [looked, setLooked] = useState<PeriodView | null>(null)
  const now = nowHere()
  if (periods.length === 0) return null
  return (
    <Section title="正在计算的期限">
      {periods.map((period) => (
        <ListRow
          key={period.clockId} title={period.label} note={periodNote(period, now)} onTap={() => setLooked(period)}
          value={period.overdue ? <Tag tone="late">超期</Tag> : period.standsStill !== null ? <Tag>暂停</Tag> : undefined}
        />
      ))}
      {looked ? (
        <Sheet open title={looked.label} onClose={() => setLooked(null)}>
          <View className="zx-stack">
            <Text className="zx-body">{periodNote(looked, now)}</Text>
            <Text className="zx-body">{looked.rule}</Text>
            {can.record && looked.recordable
              ? <Button onTap={() => open('recordNode', { caseId, what: looked.what, ...(looked.object ? { object: looked.object } : {}) })}>已经办了，记录</Button>
              : null}
            {can.changePeriods && looked.extension ? <Extend caseId={caseId} period={looked} progress={progress} onDone={() => {
              setLooked(null)
              onChanged()
            }} /> : null}
          </View>
        </Sheet>
      ) : null}
    </Section>
  )
}

const NOTHING: NodeDraft['approval'] = { role: '', name: '', on: '', paper: '', reportedOn: '' }

/** A judge makes one period longer: as far as its rule lets it, with approval. */
function Extend({ caseId, period: { clockId, extension }, progress, onDone }: Pick<Props, 'caseId' | 'progress'> & { period: PeriodView; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [value, setValue] = useState(String(extension!.value))
  const only = extension!.approvers.length === 1 ? extension!.approvers[0]!.id : ''
  const [approval, setApproval] = useState({ ...NOTHING, role: only })
  const save = useAction(async () => {
    const { reportedOn: _none, ...approved } = approval
    await progress.extend(caseId, { clockId, by: { value: Number(value), unit: extension!.unit }, reason: reason.trim(), approval: approved })
    onDone()
  })
  if (!isOpen) return <Button kind="plain" onTap={() => setOpen(true)}>延长这个期限</Button>
  const isApproved = approval.role !== '' && approval.name.trim() !== '' && approval.on !== '' && approval.paper.trim().length >= 2
  const isFilled = isApproved && reason.trim().length >= 2 && Number(value) > 0
  return (
    <View className="zx-stack">
      <Text className="zx-body">可以延长：{extension!.most}</Text>
      <TextField label="延长多少" kind="number" value={value} maxLength={3} onChange={setValue} />
      <TextField label="理由" value={reason} maxLength={200} onChange={setReason} />
      <ApprovalFields title="批准" by={extension!.approvers} reportTo={null} value={approval} today={dayOf(nowHere())} errorOf={() => undefined} onChange={setApproval} />
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      <Button busy={save.busy} disabled={!isFilled} onTap={save.run}>延长</Button>
    </View>
  )
}
