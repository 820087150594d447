import type { AbsenceView } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { Text } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'

/** The last day on which somebody is away: one that ends at 0:00 ends with the day before. */
const lastDay = (until: string): string => dayOf(new Date(Date.parse(until) - 1).toISOString())

const answered = ({ now, deputy, standsIn }: AbsenceView): string => {
  if (!now) return deputy ? `由${deputy.name}代为答复` : '没有代理人，届时由值班人员答复'
  return standsIn.length > 0 ? `现在由${standsIn.map(({ name }) => name).join('、')}代为答复` : '现在没有人代为答复'
}

function daysWords({ from, until }: AbsenceView, now: string): string {
  const [first, last] = [dayWords(dayOf(from), now), dayWords(lastDay(until), now)]
  return first === last ? first : `${first}到${last}`
}

/** Absences that run or are to come; a tap on one asks to end it. */
export function AbsenceRows({ absences, named, onEnd }: { absences: AbsenceView[]; named?: boolean; onEnd?: (absence: AbsenceView) => void }) {
  const now = nowHere()
  return (
    <>
      {absences.map((one) => (
        <ListRow
          key={`${one.staffId}${one.of}`} title={`${named ? `${one.name}：` : ''}${daysWords(one, now)}`}
          note={`${one.reason}。${answered(one)}`} value={onEnd ? <Text className="zx-link">{one.now ? '提前回来' : '取消'}</Text> : undefined}
          onTap={onEnd ? () => onEnd(one) : undefined}
        />
      ))}
    </>
  )
}
