import { Text, View } from '@tarojs/components'
import type { WorkItem } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ClockBadge } from '@/components/clock-badge'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { lastWords } from '@/words/last-text'
import { MARK_WORDS } from '@/words/marks'
import { nowHere } from '@/platform/now'
import { clockSentence, momentWords } from '@/services/format'
import './work-card.less'

/** One thread that waits: who, what they said last, how pressing it is, and the way to an answer in two taps. */
export function WorkCard({ item, onOpen, onAnswer }: { item: WorkItem; onOpen: () => void; onAnswer: () => void }) {
  const now = nowHere()
  const { personName, personRole, caseNumber, lastText, lastAt, unread, mark, matter, urgency, voicesWaiting, burst } = item
  return (
    <View className={`zx-work-card zx-work-card--${urgency}`}>
      <Tappable className="zx-work-card__main" onTap={onOpen}>
        <View className="zx-row zx-row--between zx-row--wrap">
          <Text className="zx-body-strong zx-grow">{personName}（{personRole}）</Text>
          <ClockBadge urgency={urgency} />
        </View>
        <Text className="zx-caption zx-number">{caseNumber}</Text>
        {matter ? <Text className={`zx-caption ${urgency === 'late' ? 'zx-late' : ''}`}>{clockSentence(matter.targetAt, now)}</Text> : null}
        {burst ? (
          <>
            <Text className="zx-body-strong zx-work-card__text">{personName} 连发 {burst.count} 条，最早 {momentWords(burst.firstAt, now)} 未答复</Text>
            <Text className="zx-body zx-work-card__text">最早：{burst.firstText ?? '内容不在这里显示'}</Text>
          </>
        ) : null}
        <Text className="zx-body zx-work-card__text">{burst ? '最近：' : ''}{lastWords({ lastText, lastAt })}</Text>
        <View className="zx-row zx-row--wrap">
          {item.standsInFor ? <Tag tone="ink">{`代${item.standsInFor}`}</Tag> : null}
          {mark && mark !== 'ordinary' ? <Tag tone="warn">{MARK_WORDS[mark]}</Tag> : null}
          {matter?.answeredBy === 'judge' ? <Tag tone="ink">须由员额法官答复</Tag> : null}
          {unread > 0 ? <Tag>{`${unread} 条未读`}</Tag> : null}
          {lastAt ? <Text className="zx-caption">{momentWords(lastAt, now)}</Text> : null}
        </View>
      </Tappable>
      {/* What was said must be heard first: the conversation asks for it. */}
      {matter ? (
        <View className="zx-work-card__foot">
          {voicesWaiting > 0 ? <Button kind="plain" onTap={onOpen}>先听语音，再答复</Button> : <Button kind="plain" onTap={onAnswer}>快捷答复</Button>}
        </View>
      ) : null}
    </View>
  )
}
