import type { DueItemView, ToldNodeView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Sheet } from '@/components/sheet'
import { dateWords, LATE, NO_SERVICE, untilWords } from '@/services'

function Part({ title, text }: { title: string; text: string }) {
  return (
    <View className="zx-stack--tight">
      <Text className="zx-caption">{title}</Text>
      <Text className="zx-body">{text}</Text>
    </View>
  )
}

/** What a step means for whoever was told of it, what it asks of them, and what it rests on. */
export function NodeSheet({ node, onClose }: { node: ToldNodeView | null; onClose: () => void }) {
  if (!node) return null
  const { label, on, text, means, act, late, cite, takenBack } = node
  return (
    <Sheet open title={label} onClose={onClose}>
      <View className="zx-stack">
        {takenBack ? <View className="zx-note zx-note--late"><Text>这一步记录有误，已经撤回，不再算数。</Text></View> : null}
        <Part title={dateWords(on)} text={text} />
        <Part title="对您意味着什么" text={means} />
        {act ? <Part title="请您办" text={act.text} /> : null}
        {act?.dueAt ? <Part title="最晚" text={untilWords(act.dueAt)} /> : null}
        {act?.rule ? <Part title="期限是怎么算的" text={act.rule} /> : null}
        <Part title="依据" text={cite} />
        {late ? <Text className="zx-caption">{LATE}</Text> : null}
        <View className="zx-note"><Text>{NO_SERVICE}</Text></View>
      </View>
    </Sheet>
  )
}

/** The rule behind a day. */
export function RuleSheet({ due, onClose }: { due: DueItemView | null; onClose: () => void }) {
  if (!due) return null
  const { by, text, dueAt, rule, isPast } = due
  return (
    <Sheet open title={rule ? '期限是怎么算的' : by === 'me' ? '请您办' : '法院办'} onClose={onClose}>
      <View className="zx-stack">
        <Part title={rule ? (by === 'me' ? '请您办' : '法院办') : '什么事'} text={text} />
        {dueAt ? <Part title="最晚" text={untilWords(dueAt)} /> : null}
        {rule ? <Part title="规定" text={rule} /> : null}
        {by === 'court' ? <Text className="zx-caption">这一天是告诉您时算出的。期限依法中止或者延长的，以法院后来的通知为准。</Text> : null}
        {isPast && by === 'court' ? (
          <View className="zx-note zx-note--warn"><Text>已过这一天，可能已经办了还没有登记，也可能没有办。可以在“沟通”里问承办人；认为办案不规范的，可以选“反映执行不规范”。</Text></View>
        ) : null}
        {by === 'me' ? <View className="zx-note"><Text>{NO_SERVICE}</Text></View> : null}
      </View>
    </Sheet>
  )
}
