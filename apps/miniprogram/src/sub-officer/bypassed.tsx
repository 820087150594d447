import { Text, View } from '@tarojs/components'
import { dayOf } from '@zhixin/shared/rules'
import type { WorkList } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'

/** Terminations that came from the court's own system past the evidence sheet: whoever leads looks, and lets it be explained and filed. */
export function Bypassed({ bypassed }: { bypassed: WorkList['bypassed'] }) {
  if (bypassed.length === 0) return null
  return (
    <Section title="没过证据清单的终本">
      {bypassed.map(({ caseId, caseNumber, at, checks }) => (
        <ListRow
          key={`${caseId}${at}`} title={caseNumber} note={`办案系统已办终本，清单第 ${checks.join('、')} 项不合格又没有写理由。补办后重新归档清单，这条就没有了。`}
          value={<View><Text className="zx-caption">{dayWords(dayOf(at), nowHere())}</Text></View>} onTap={() => open('termination', { caseId })}
        />
      ))}
    </Section>
  )
}
