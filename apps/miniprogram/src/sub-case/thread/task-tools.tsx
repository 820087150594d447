import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { DateField } from '@/components/date-field'
import { ResourceView } from '@/components/resource-view'
import { Sheet } from '@/components/sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { dateWords, daysLeftWords, explain, type Forms } from '@/services'
import { dayOf } from '@zhixin/shared/rules'

interface Props {
  thread: ThreadKey
  forms: Forms
  onDone: () => void
  onClose: () => void
}

const USUAL: Record<string, string> = {
  report_property: '请按报告财产令如实填写财产报告，填好后在这里提交。',
  supplement_report: '请就财产变动情况补充报告。',
  appear: '请到法院来一趟，带身份证。',
}

/** 要求办理: what somebody of the respondent's side is to do, and by which day, as the court's paper says. */
export function AskTaskSheet({ thread, forms, offHours, onDone, onClose }: Props & { offHours: boolean }) {
  const resource = useResource(`${thread.caseId} ${thread.personId}`, () => forms.toDo(thread))
  const [kind, setKind] = useState<string | null>(null)
  const [what, setWhat] = useState('')
  const [dueOn, setDueOn] = useState('')
  const [basis, setBasis] = useState('')
  const [reason, setReason] = useState('')
  const ask = useAction(async () => {
    await forms.askTask(thread, {
      kind: kind!, what: what.trim(), ...(dueOn && { dueOn }), ...(basis.trim() && { basis: basis.trim() }), ...(offHours && { offHoursReason: reason.trim() }),
    })
    onDone()
  })
  const choose = (next: string) => {
    setKind(next)
    if (what === '' || Object.values(USUAL).includes(what)) setWhat(USUAL[next] ?? '')
  }
  const filled = kind !== null && what.trim().length >= 2 && (!offHours || reason.trim().length >= 2)
  return (
    <ConfirmSheet open title="要求办理" confirm="发给对方，记入案卷" busy={ask.busy} disabled={!filled} onConfirm={ask.run} onClose={onClose}>
      <ResourceView resource={resource}>
        {({ data }) => <ChoiceList<string> choices={data.taskKinds.map(({ id, label }) => ({ value: id, title: label }))} chosen={kind} onChoose={choose} />}
      </ResourceView>
      <TextField label="要办什么" kind="long" value={what} onChange={setWhat} maxLength={500} hint="用平常话写清楚。不要写收款账号：付款信息由法院系统提供" />
      <DateField label="最后一天（以文书为准，可不填）" value={dueOn} onChange={setDueOn} from={dayOf(nowHere())} />
      <TextField label="依据（可不填）" value={basis} onChange={setBasis} maxLength={100} placeholder="如：（2026）虚01执1号报告财产令" />
      {offHours ? <TextField label="非工作时间发送理由" value={reason} onChange={setReason} maxLength={200} hint="理由会记入案卷" /> : null}
      {ask.error ? <Text className="zx-body zx-late">{explain(ask.error)}</Text> : null}
    </ConfirmSheet>
  )
}

/** What was asked of somebody: the handler says what is done. */
export function TasksSheet({ thread, forms, onDone, onClose }: Props) {
  const resource = useResource(`${thread.caseId} ${thread.personId}`, () => forms.toDo(thread))
  const [closing, setClosing] = useState<string | null>(null)
  const [how, setHow] = useState('')
  const complete = useAction(async () => {
    await forms.completeTask(thread, closing!, how.trim())
    onDone()
  })
  return (
    <Sheet open title="办理情况" onClose={onClose}>
      <ResourceView resource={resource}>
        {({ data: { tasks } }) => (
          <View className="zx-stack">
            {tasks.length === 0 ? <Text className="zx-body">还没有要求对方办什么。</Text> : null}
            {tasks.map(({ taskId, label, what, dueOn, daysLeft, done }) => (
              <View key={taskId} className="zx-stack--tight">
                <Text className="zx-body-strong">{label}{done ? '（已办好）' : ''}</Text>
                <Text className="zx-body">{what}</Text>
                {dueOn ? <Text className={`zx-caption ${daysLeft !== null && daysLeft < 0 ? 'zx-late' : ''}`}>{dateWords(dueOn)}前{daysLeft === null ? '' : `，${daysLeftWords(daysLeft)}`}</Text> : null}
                {done ? <Text className="zx-caption">{done.how ?? '已收到提交的表'}</Text> : null}
                {!done && closing !== taskId ? <Button kind="plain" onTap={() => setClosing(taskId)}>已办好</Button> : null}
                {closing === taskId ? (
                  <>
                    <TextField label="怎么办好的" value={how} onChange={setHow} maxLength={200} hint="当事人能看到" error={complete.error ? explain(complete.error) : undefined} />
                    <Button busy={complete.busy} disabled={how.trim().length < 2} onTap={complete.run}>记入案卷</Button>
                  </>
                ) : null}
              </View>
            ))}
          </View>
        )}
      </ResourceView>
    </Sheet>
  )
}
