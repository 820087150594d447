import { Text, View } from '@tarojs/components'
import type { DutyRoster } from '@zhixin/shared/contract'
import { dayOf, instantOf } from '@zhixin/shared/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { DateField } from '@/components/date-field'
import { Section } from '@/components/section'
import { TimeField } from '@/components/time-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { explain } from '@/services'

interface Props {
  candidates: DutyRoster['candidates']
  onSet: (staffId: string, shift: { from: string; until: string }) => Promise<void>
}

/** The instant of a day and a time of day in Shanghai; nothing while one of them is not chosen. */
function at(day: string, time: string): string {
  const [hours, minutes] = time.split(':').map(Number)
  return day === '' || hours === undefined || minutes === undefined ? '' : instantOf(day, hours * 60 + minutes)
}

/** Who has a shift, from when to when. What overlaps another of theirs is refused by the server. */
export function NewShift({ candidates, onSet }: Props) {
  const today = dayOf(nowHere())
  const [who, setWho] = useState('')
  const [fromDay, setFromDay] = useState(today)
  const [fromTime, setFromTime] = useState('')
  const [untilDay, setUntilDay] = useState(today)
  const [untilTime, setUntilTime] = useState('')
  const from = at(fromDay, fromTime)
  const until = at(untilDay, untilTime)
  const isWrong = from !== '' && until !== '' && until <= from
  const save = useAction(async () => {
    await onSet(who, { from, until })
    setWho('')
    setFromTime('')
    setUntilTime('')
  })
  if (candidates.length === 0) {
    return <Section title="加一个班次"><View className="zx-pad"><Text className="zx-body">还没有人有“指挥中心值班”岗位。请安全管理员先赋予岗位。</Text></View></Section>
  }
  return (
    <Section title="加一个班次">
      <View className="zx-stack zx-pad">
        <Text className="zx-body-strong">谁值班</Text>
        <ChoiceList<string> choices={candidates.map(({ id, name }) => ({ value: id, title: name }))} chosen={who} onChoose={setWho} />
        <DateField label="从哪天" value={fromDay} from={today} onChange={(day) => {
          setFromDay(day)
          if (untilDay < day) setUntilDay(day)
        }} />
        <TimeField label="几点开始" value={fromTime} onChange={setFromTime} />
        <DateField label="到哪天" value={untilDay} from={fromDay || today} onChange={setUntilDay} />
        <TimeField label="几点结束" value={untilTime} onChange={setUntilTime} />
        {isWrong ? <Text className="zx-body zx-late">结束要在开始之后。过夜的班次，请把“到哪天”选成第二天。</Text> : null}
        {save.error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(save.error)}</Text></View> : null}
        <Button busy={save.busy} disabled={who === '' || from === '' || until === '' || isWrong} onTap={save.run}>排上</Button>
      </View>
    </Section>
  )
}
