import type { ComplaintSeen } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { nowHere } from '@/platform/now'
import { momentWords } from '@/services/format'
import { titleOf } from './words'

/** How it stands, in the court's plain words: now, next, by when, what was answered, and all of it in order. */
export function Seen({ seen }: { seen: ComplaintSeen }) {
  const now = nowHere()
  const rows = [
    ...seen.history.map(({ at, told }) => ({ at, text: told })),
    ...seen.answers.map(({ at, text }) => ({ at, text: `法院的答复：${text}` })),
    ...seen.added.map(({ at, text, files }) => ({ at, text: `您补充：${text}${files > 0 ? `（材料 ${files} 份）` : ''}` })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  const last = seen.answers[seen.answers.length - 1]
  return (
    <View className="zx-stack">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-title">{titleOf(seen.stream)}</Text>
        <Tag tone={seen.isOver ? 'done' : 'warn'}>{seen.isOver ? '已办结' : '办理中'}</Tag>
      </View>
      <Text className="zx-caption zx-number">受理编号 {seen.receipt}，{momentWords(seen.receivedAt, now)}收到</Text>
      <View className="zx-note"><Text className="zx-body-strong">{seen.told}</Text></View>
      {last ? <View className="zx-note zx-note--done"><Text className="zx-body">法院的答复：{last.text}</Text></View> : null}
      {seen.next ? <Text className="zx-body">接下来：{seen.next}</Text> : null}
      {seen.dueAt ? <Text className="zx-body-strong">{seen.dueAt < now ? '应当已经办到，超期了：' : '最晚：'}{momentWords(seen.dueAt, now)}</Text> : null}
      <Section title="经过">
        {rows.map(({ at, text }, i) => (
          <View key={`${at}${i}`} className="zx-pad zx-stack--tight">
            <Text className="zx-caption">{momentWords(at, now)}</Text>
            <View><Text className="zx-body">{text}</Text></View>
          </View>
        ))}
      </Section>
    </View>
  )
}
