import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { addDays, dayOf } from '@zhixin/shared/rules'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Sheet } from '@/components/sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { type ConductService, dateWords, explain, momentWords, type ThreadAbilities } from '@/services'
import { lastDayWords } from '@/services/conduct-words'

interface Props {
  thread: ThreadKey
  conduct: ConductService
  onDone: () => void
  onClose: () => void
}
type Range = NonNullable<ThreadAbilities['setPace']>
export type Pace = NonNullable<ThreadAbilities['pace']>

/** A few values within a range, its ends among them. */
const among = (wanted: number[], least: number, most: number): string[] =>
  [...new Set([least, ...wanted.filter((one) => one > least && one < most), most])].map(String)

/** Leaders: how long, how many a day, and why; the party reads all of it. */
export function SlowDownSheet({ thread, conduct, range, onDone, onClose }: Props & { range: Range }) {
  const now = nowHere()
  const [days, setDays] = useState('1')
  const [perDay, setPerDay] = useState(String(range.least))
  const [reason, setReason] = useState('')
  const slow = useAction(async () => {
    await conduct.slowDown(thread, { days: Number(days), perDay: Number(perDay), reason: reason.trim() })
    onDone()
  })
  const endOf = (count: string): string => `到${dateWords(addDays(dayOf(now), Number(count) - 1))} 24:00`
  return (
    <ConfirmSheet open title="设为慢速沟通" confirm="设为慢速，并告诉对方" busy={slow.busy} disabled={reason.trim().length < 2} onConfirm={slow.run} onClose={onClose}>
      <Text className="zx-body">只限制普通消息和和解意向。反映执行不规范、财产线索、异议等类别，紧急线索、表格和附件都不受限制。到期自动恢复。</Text>
      <Text className="zx-body-strong">持续多久</Text>
      <ChoiceList choices={among([3], 1, range.maxDays).map((value) => ({ value, title: `${value} 天`, note: endOf(value) }))} chosen={days} onChoose={setDays} />
      <Text className="zx-body-strong">每天最多几条</Text>
      <ChoiceList choices={among([5, 10], range.least, range.most).map((value) => ({ value, title: `${value} 条` }))} chosen={perDay} onChoose={setPerDay} />
      <TextField label="理由（对方会看到）" kind="long" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字，请用对方看得懂的话" error={slow.error ? explain(slow.error) : undefined} />
    </ConfirmSheet>
  )
}

export function LiftSlowModeSheet({ thread, conduct, onDone, onClose }: Props) {
  const [reason, setReason] = useState('')
  const lift = useAction(async () => {
    await conduct.liftSlowMode(thread, reason.trim())
    onDone()
  })
  return (
    <ConfirmSheet open title="恢复正常沟通" confirm="恢复，并告诉对方" busy={lift.busy} disabled={reason.trim().length < 2} onConfirm={lift.run} onClose={onClose}>
      <TextField label="理由（对方会看到）" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" error={lift.error ? explain(lift.error) : undefined} />
    </ConfirmSheet>
  )
}

/** What a slowed thread's person is told while they write: how long, why, and how many are left today. */
export function paceWords({ until, perDay, reason, left, nextAt }: Pace, now: string): string {
  const today = nextAt === null ? `今天还可以发 ${left} 条普通消息` : `今天的 ${perDay} 条已经发完，${momentWords(nextAt, now)}以后可以再发`
  return `慢速沟通，到${lastDayWords(until)}为止。理由：${reason}。${today}。要紧的事请更改类别，不受限制。`
}

/** Nothing of this kind may go out any more today: keep it for later, or say that it is something else. */
export function NoMoreTodaySheet({ pace, onLater, onMark, onClose }: { pace: Pace; onLater: () => void; onMark: () => void; onClose: () => void }) {
  const when = momentWords(pace.nextAt ?? pace.until, nowHere())
  const footer = (
    <View className="zx-stack">
      <Button onTap={onLater}>先存着，到时候自动发</Button>
      <Button kind="plain" onTap={onMark}>这是要紧的事，更改类别</Button>
      <Button kind="plain" onTap={onClose}>回去接着写</Button>
    </View>
  )
  return (
    <Sheet open title="今天的普通消息发完了" onClose={onClose} footer={footer}>
      <Text className="zx-body">写好的内容还在，没有丢。{when}以后可以再发：先存在手机里，到时候打开执信就会自动发出。</Text>
    </Sheet>
  )
}
