import type { CaseClocks } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Tag } from '@/components/tag'
import { open } from '@/platform/navigation'
import { dateWords } from '@/services/format'
import { ClockRow } from './clock-row'
import './case-card.less'

/** So many rows at once: what is due soonest stands first. */
const SHOWN = 3

/** One case with what is due in it, or what one person's matter owes. */
export function CaseCard({ item, now }: { item: CaseClocks; now: string }) {
  const { caseId, caseNumber, cause, department, closed, handlers, clocks, asksReason, can, thread } = item
  const [all, setAll] = useState(false)
  const isOverdue = clocks.some(({ state, soft }) => state === 'overdue' && !soft)
  const hidden = clocks.length - SHOWN
  return (
    <View className={`zx-due-case ${isOverdue ? 'zx-due-case--late' : ''}`}>
      <View className="zx-stack--tight zx-due-case__head">
        <View className="zx-row zx-row--between zx-row--wrap">
          <Text className="zx-body-strong zx-number zx-grow">{caseNumber}</Text>
          {closed ? <Tag>已结案</Tag> : null}
        </View>
        <Text className="zx-caption">{cause} · {department}</Text>
        {thread?.name ? <Text className="zx-body">{thread.name}提交的</Text> : null}
        <Text className="zx-caption">{handlers.map(({ name, title }) => `${title}${name}`).join('，')}</Text>
      </View>
      {asksReason ? (
        <View className="zx-note zx-note--late zx-due-case__asks">
          <Text>“{asksReason.label}”已在 {dateWords(asksReason.dueDay)} 届满，须逐案书面说明原因。</Text>
          {can.record ? <Button kind="plain" onTap={() => open('recordNode', { caseId, what: asksReason.node })}>写明原因</Button> : null}
        </View>
      ) : null}
      {(all ? clocks : clocks.slice(0, SHOWN)).map((clock) => <ClockRow key={clock.clockId} clock={clock} now={now} onOpen={openOf(item, clock)} />)}
      {hidden > 0 || can.open || can.record ? (
        <View className="zx-row zx-row--wrap zx-due-case__foot">
          {hidden > 0 ? <Button kind="plain" inline onTap={() => setAll(!all)}>{all ? '收起' : `还有 ${hidden} 项`}</Button> : null}
          {can.open ? <Button kind="plain" inline onTap={() => open('case', { caseId })}>看案件</Button> : null}
          {can.record ? <Button kind="plain" inline onTap={() => open('recordNode', { caseId })}>记录办理情况</Button> : null}
        </View>
      ) : null}
    </View>
  )
}

/** What was handed in, or said: for whoever answers it. */
function openOf({ caseId, thread }: CaseClocks, { matter, node }: CaseClocks['clocks'][number]): (() => void) | undefined {
  const personId = thread?.personId
  if (personId == null || matter === null) return undefined
  const place = { caseId, personId, index: String(matter) }
  if (node.startsWith('check_clue')) return () => open('handedIn', place)
  return node === 'reply_irregularity_report' ? () => open('thread', { caseId, personId }) : () => open('application', place)
}
