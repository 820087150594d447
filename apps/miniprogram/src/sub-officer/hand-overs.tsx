import { Text, View } from '@tarojs/components'
import { dayOf } from '@zhixin/shared/rules'
import type { WorkList } from '@zhixin/shared/contract'
import { open } from '@/platform/navigation'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'

/** Cases that came or went of late. */
export function HandOvers({ handOvers }: { handOvers: WorkList['handOvers'] }) {
  const now = nowHere()
  if (handOvers.length === 0) return null
  return (
    <Section title="近期移交">
      {handOvers.map(({ caseId, caseNumber, at, direction, names, reason }) => (
        <ListRow
          key={`${caseId}${at}`} title={direction === 'in' ? `${names}移交给我` : `已移交给${names}`} note={`${caseNumber}：${reason}`}
          value={<View><Text className="zx-caption">{dayWords(dayOf(at), now)}</Text></View>} onTap={direction === 'in' ? () => open('case', { caseId }) : undefined}
        />
      ))}
    </Section>
  )
}
