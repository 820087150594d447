import { Text, View } from '@tarojs/components'
import type { ThreadView } from '@zhixin/shared/contract'
import type { Side } from '@zhixin/shared/rules'
import { ClockBadge } from '@/components/clock-badge'
import { Tappable } from '@/components/tappable'
import { nowHere } from '@/platform/now'
import { useDisplay } from '@/platform/use-display'
import { clockSentence } from '@/services/format'
import { awayWords } from '@/services/roles'
import { urgencyOf } from '@/words/urgency'
import './matter-bar.less'

/** The end of a case number, 执101号: in large type there is room for no more, and whoever writes must see which case it is. */
const shortNumber = (caseNumber: string): string => /执\D*\d+号.*$/.exec(caseNumber)?.[0] ?? caseNumber

/** Above the thread: which case it is, who answers, and by when. */
export function MatterBar({ view, side, onCase }: { view: ThreadView; side: Side; onCase: () => void }) {
  const now = nowHere()
  const { elder } = useDisplay()
  const { matter } = view
  return (
    <Tappable className="zx-matter" label="看案件详情" onTap={onCase}>
      <View className="zx-matter__words zx-stack--tight">
        <Text className="zx-caption zx-number">{`${elder ? shortNumber(view.caseNumber) : view.caseNumber} ${view.cause}`}</Text>
        {matter ? (
          <Text className="zx-caption">
            {matter.answeredBy === 'judge' ? '员额法官' : '承办人'}{clockSentence(matter.targetAt, now)}{side === 'party' && !elder ? '（本院服务目标）' : ''}
          </Text>
        ) : null}
        {awayWords(view.handlers, now).map((words) => <Text key={words} className="zx-body-strong">{words}</Text>)}
      </View>
      {side === 'court' && matter ? <ClockBadge urgency={urgencyOf(matter, now)} /> : null}
      <Text className="zx-caption zx-matter__more">案件详情</Text>
    </Tappable>
  )
}
