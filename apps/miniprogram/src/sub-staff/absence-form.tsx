import { Text, View } from '@tarojs/components'
import type { MyAbsences } from '@zhixin/shared/contract'
import { addDays, dayOf, instantOf } from '@zhixin/shared/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { explain } from '@/services'

const NOBODY = 'nobody'

export interface NewAbsence {
  from: string
  until: string
  reason: string
  deputyId: string | null
}

interface Props {
  /** Whose absence it is, as a sentence calls them: 您, 王明. */
  who: string
  deputies: MyAbsences['deputies']
  onSet: (absence: NewAbsence) => Promise<void>
}

/** Whole days, the last one included; one that begins today begins now. */
export function AbsenceForm({ who, deputies, onSet }: Props) {
  const today = dayOf(nowHere())
  const [from, setFrom] = useState(today)
  const [last, setLast] = useState(today)
  const [reason, setReason] = useState('')
  const [deputy, setDeputy] = useState('')
  const save = useAction(async () => {
    const begins = from === today ? new Date(Date.parse(nowHere())).toISOString() : instantOf(from, 0)
    await onSet({ from: begins, until: instantOf(addDays(last, 1), 0), reason: reason.trim(), deputyId: deputy === NOBODY ? null : deputy })
    setReason('')
    setDeputy('')
  })
  return (
    <View className="zx-stack">
      <DateField label="从哪天起" value={from} from={today} onChange={(next) => {
        setFrom(next)
        if (last < next) setLast(next)
      }} />
      <DateField label="到哪天（含当天）" value={last} from={from || today} onChange={setLast} />
      <TextField label="事由" value={reason} onChange={setReason} maxLength={200} placeholder="年休假、出差、开会……当事人看不到" />
      <Text className="zx-body-strong">由谁代为答复</Text>
      <ChoiceList<string>
        choices={[...deputies.map(({ id, name }) => ({ value: id, title: name })), { value: NOBODY, title: '不指定', note: '由指挥中心值班人员答复' }]}
        chosen={deputy} onChoose={setDeputy}
      />
      <Text className="zx-caption">答复时限不会因外出停止。当事人会看到{who}外出到哪天、由谁代为答复。</Text>
      {save.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(save.error)}</Text></View> : null}
      <Button busy={save.busy} disabled={reason.trim().length < 2 || deputy === '' || from === '' || last < from} onTap={save.run}>登记外出</Button>
    </View>
  )
}
