import { dayOf, instantOf } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { DateField } from '@/components/date-field'
import { TimeField } from '@/components/time-field'
import { nowHere } from '@/platform/now'
import { clockWords } from '@/services/format'

interface Props {
  label: string
  /** An instant, or nothing. */
  value: string
  hint?: string | undefined
  error?: string | undefined
  onChange(instant: string): void
}

/** When something happened: a day and a time of day of the court's own clock. Half of it is nothing. */
export function InstantField({ label, value, hint, error, onChange }: Props) {
  const [day, setDay] = useState(value ? dayOf(value) : '')
  const [time, setTime] = useState(value ? clockWords(value) : '')
  const tell = (nextDay: string, nextTime: string): void => {
    setDay(nextDay)
    setTime(nextTime)
    onChange(nextDay && nextTime ? instantOf(nextDay, Number(nextTime.slice(0, 2)) * 60 + Number(nextTime.slice(3, 5))) : '')
  }
  return (
    <View className="zx-stack--tight">
      <DateField label={label} value={day} until={dayOf(nowHere())} onChange={(next) => tell(next, time)} {...(hint && { hint })} />
      <TimeField label="几点几分" value={time} onChange={(next) => tell(day, next)} />
      {error ? <Text className="zx-caption zx-late">{error}</Text> : null}
    </View>
  )
}
