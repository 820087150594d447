import { Text, View } from '@tarojs/components'
import type { ScreeningPeriod, ScreeningRow } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type BulletinsService, explain } from '@/services'
import { reportedWords } from '@/services/bulletin-words'

interface Props {
  period: ScreeningPeriod
  row: ScreeningRow
  service: BulletinsService
  onDone(): void
}

const isCount = (text: string): boolean => /^\d{1,4}$/.test(text)

/** A department's report; nothing is reported in one tap. A later report takes the place of an earlier one, which stays on record. */
export function ScreeningForm({ period, row, service, onDone }: Props) {
  const [petitions, setPetitions] = useState(row.reported ? String(row.reported.petitions) : '')
  const [disputes, setDisputes] = useState(row.reported ? String(row.reported.disputes) : '')
  const [note, setNote] = useState(row.reported?.note ?? '')
  const report = useAction(async (said: { petitions: number; disputes: number; note: string }) => {
    await service.report(period, said)
    onDone()
  })
  const isFilled = isCount(petitions) && isCount(disputes)
  const said = () => ({ petitions: Number(petitions), disputes: Number(disputes), note: note.trim() })
  return (
    <View className="zx-stack">
      {row.reported
        ? <Text className="zx-body-strong">已报：{reportedWords(row)}。有变化可以再报，以后一次为准，前一次留在记录里。</Text>
        : row.remindedAt ? <View className="zx-note zx-note--warn"><Text className="zx-body">执行指挥中心已催报，请尽快报。</Text></View> : null}
      <TextField label="涉本庭室的执行信访（件）" value={petitions} onChange={setPetitions} kind="number" maxLength={4} />
      <TextField label="矛盾较大的涉执纠纷（件）" value={disputes} onChange={setDisputes} kind="number" maxLength={4} />
      <TextField label="情况说明（可以不写）" value={note} onChange={setNote} kind="long" maxLength={1000} hint="不要写当事人的姓名、电话和证件号。" />
      <View className="zx-row zx-row--wrap">
        <Button inline disabled={!isFilled} busy={report.busy} onTap={() => report.run(said())}>上报</Button>
        {row.reported ? null : <Button kind="plain" inline busy={report.busy} onTap={() => report.run({ petitions: 0, disputes: 0, note: '' })}>没有情况，零报告</Button>}
      </View>
      {report.error ? <Text className="zx-body zx-late">{explain(report.error)}</Text> : null}
    </View>
  )
}
