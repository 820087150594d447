import type { CaseDetail, MyProgress } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { services } from '@/platform/services'
import { useDisplay } from '@/platform/use-display'
import { type Account, dateWords, dayWords, dueWords, type TimeLineRow, timeLineRows, untilWords } from '@/services'
import { STANDS_WORDS } from '@/words/sides'
import { NodeSheet, RuleSheet } from './sheets'
import './progress.less'

/** What a party was told of a case, asked anew whenever they are told of something while they look. Null before there is an answer. */
export function useMyProgress(account: Account, caseId: string | null): MyProgress | null {
  const { value, reload } = useResource(`progress ${caseId}`, async () => (caseId === null ? null : account.told.mine(caseId)))
  useEffect(
    () => services.live.onFrame((frame) => {
      if (frame.type === 'entry' && frame.entry.type.startsWith('node.')) reload()
    }),
    [reload],
  )
  return value
}

interface Props {
  /** Without an answer, such as without a network, what all parties see is shown alone. */
  progress: MyProgress | null
  /** What the case's page says to all its parties. */
  common: CaseDetail['timeline']
}
/** Large letters make a long list longer: the newest of it first. */
const SHOWN_LARGE = 3
const NOTHING_TOLD: MyProgress = { done: [], due: [], since: null }

/** Where the case has got to, and what is to be done next by whom: what somebody wants to know first. */
export function WhereItStands({ progress: answered, common }: Props) {
  const progress = answered ?? NOTHING_TOLD
  const now = nowHere()
  const [chosen, setChosen] = useState<MyProgress['due'][number] | null>(null)
  const newest = timeLineRows(progress, common).find(({ node }) => !node?.takenBack)
  return (
    <>
      <Section title={STANDS_WORDS.title}>
        {newest ? (
          <View className="zx-task zx-task--done">
            <Text className="zx-body-strong">{newest.title}</Text>
            {newest.text ? <Text className="zx-body">{newest.text}</Text> : null}
            {newest.node ? <Text className="zx-body">{newest.node.means}</Text> : null}
            <Text className="zx-caption">{dateWords(newest.day)}</Text>
          </View>
        ) : (
          <EmptyState title={STANDS_WORDS.nothing} hint={STANDS_WORDS.nothingHint} />
        )}
      </Section>
      {progress.due.length > 0 ? (
        <Section title="接下来">
          {progress.due.map((due) => {
            const { by, text, dueAt, isPast, rule } = due
            return (
              <Tappable key={`${due.ref} ${by} ${text}`} className={`zx-task ${isPast ? 'zx-task--late' : ''}`} label={`${by === 'me' ? '请您办' : '法院办'}：${text}`} onTap={() => setChosen(due)}>
                <View className="zx-row zx-row--between zx-row--wrap">
                  <Tag tone={by === 'me' ? 'warn' : 'ink'}>{by === 'me' ? '请您办' : '法院办'}</Tag>
                  {dueAt ? <Tag tone={isPast ? 'late' : 'plain'}>{dueWords(dueAt, isPast, now)}</Tag> : null}
                </View>
                <Text className="zx-body-strong">{text}</Text>
                {dueAt ? <Text className="zx-body">最晚：{untilWords(dueAt)}</Text> : null}
                {rule ? <Text className="zx-link">期限是怎么算的</Text> : null}
              </Tappable>
            )
          })}
        </Section>
      ) : null}
      <RuleSheet due={chosen} onClose={() => setChosen(null)} />
    </>
  )
}

/** All that has happened, newest first. A step that the reader was told of opens: what it means for them, what they are asked to do, the rule. */
export function MyTimeLine({ progress: answered, common }: Props) {
  const progress = answered ?? NOTHING_TOLD
  const now = nowHere()
  const [chosen, setChosen] = useState<TimeLineRow | null>(null)
  const { elder } = useDisplay()
  const [all, setAll] = useState(false)
  const rows = timeLineRows(progress, common)
  const shown = elder && !all ? rows.slice(0, SHOWN_LARGE) : rows
  return (
    <Section title="办案进展">
      <View className="zx-steps">
        {shown.map((row) => <Step key={row.key} row={row} now={now} onTap={() => setChosen(row)} />)}
        {rows.length === 0 ? <Text className="zx-body">还没有可以显示的进展。</Text> : null}
        {shown.length < rows.length ? <Button kind="plain" onTap={() => setAll(true)}>看更早的 {rows.length - shown.length} 步</Button> : null}
        {progress.since ? (
          <Text className="zx-caption">您从{dateWords(progress.since)}起参加本案。这以前告诉过当事人的，这里没有；要了解，请问当事人或承办人，也可以申请阅卷。</Text>
        ) : null}
      </View>
      <NodeSheet node={chosen?.node ?? null} onClose={() => setChosen(null)} />
    </Section>
  )
}

function Step({ row: { day, title, text, node }, now, onTap }: { row: TimeLineRow; now: string; onTap: () => void }) {
  const head = (
    <>
      <Text className="zx-caption zx-number">{dayWords(day, now)}</Text>
      <View className="zx-row zx-row--wrap">
        <Text className="zx-body-strong">{title}</Text>
        {node?.late ? <Tag tone="warn">补记</Tag> : null}
        {node?.takenBack ? <Tag tone="late">已撤回</Tag> : null}
      </View>
      {text && !node?.takenBack ? <Text className="zx-body">{text}</Text> : null}
      {node?.takenBack ? <Text className="zx-body">这一步记录有误，不再算数。{node.takenBack.reason ? `原因：${node.takenBack.reason}` : ''}</Text> : null}
      {node?.details.map(({ at, text: detail }) => <Text key={at} className="zx-body">{detail ?? '（补充的内容已封存）'}</Text>)}
    </>
  )
  if (!node) return <View className="zx-steps__item">{head}</View>
  return (
    <Tappable className="zx-steps__item zx-steps__item--told" label={`${title}，看这一步对您意味着什么`} onTap={onTap}>
      {head}
      <Text className="zx-link">对我意味着什么</Text>
    </Tappable>
  )
}
