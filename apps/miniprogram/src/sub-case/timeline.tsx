import { dayOf } from '@zhixin/shared/rules'
import type { CaseDetail } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Section } from '@/components/section'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'
import './timeline.less'

/** What has happened in the case, newest first. */
export function Timeline({ items }: { items: CaseDetail['timeline'] }) {
  const now = nowHere()
  if (items.length === 0) return <Section title="办案进展"><View className="zx-pad"><Text className="zx-body">还没有可以显示的进展。</Text></View></Section>
  return (
    <Section title="办案进展">
      <View className="zx-timeline">
        {items.map(({ at, title, detail }, i) => (
          <View key={`${at}${title}${i}`} className="zx-timeline__item">
            <Text className="zx-caption zx-number">{dayWords(at.length === 10 ? at : dayOf(at), now)}</Text>
            <Text className="zx-body-strong">{title}</Text>
            {detail ? <Text className="zx-body">{detail}</Text> : null}
          </View>
        ))}
      </View>
    </Section>
  )
}
