import { ScrollView, Text, View } from '@tarojs/components'
import { type ReactNode, useState } from 'react'
import { open } from '@/platform/navigation'
import type { ThreadKey } from '@zhixin/shared/ids'
import { SystemEntry, WithheldBubble } from '@/components/bubble'
import { Button } from '@/components/button'
import { DayLine } from '@/components/day-line'
import { EmptyState } from '@/components/empty-state'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import type { VoiceWords } from '@/services'
import type { ShownRow } from '@/services/thread-runs'
import { useEndInView } from './use-end-in-view'
import { Message, type MessageRow, Pending, type PendingRow } from './message'
import type { RowAction } from './use-conduct'
import type { SystemRow } from './use-sealing'
import './message-list.less'

interface Props {
  rows: readonly ShownRow[]
  thread: ThreadKey
  hasEarlier: boolean
  /** Changes when what stands above or below the list takes more or less room. */
  frame: string
  onEarlier: () => void
  /** What can be done about one that waits or was refused. */
  onPending: (row: PendingRow) => void
  /** What can be done with a message, and what is said of it. */
  actionsOf: (row: MessageRow) => RowAction[]
  tagsOf: (row: MessageRow) => string[]
  /** What can be done with whatever else somebody wrote, and with what was written down of a voice. */
  actionsOfSystem: (row: SystemRow) => RowAction[]
  actionsOfWords: (words: VoiceWords) => RowAction[]
  /** Shows what a fold stands for. */
  onUnfold: (key: string) => void
  /** Where the phone has a voice: reads one aloud. */
  onRead?: (key: string) => void
  /** The same with all that follow; nothing where none does. */
  onReadOn?: (key: string) => (() => void) | undefined
  onNotMeant?: () => void
  /** Stands above all that was said here. */
  before?: ReactNode
}

/** The thread, newest at the bottom and in view. */
export function MessageList({
  rows, thread, hasEarlier, frame, onEarlier, onPending, actionsOf, tagsOf, actionsOfSystem, actionsOfWords, onUnfold, onRead, onReadOn, onNotMeant, before,
}: Props) {
  const last = rows[rows.length - 1]?.key ?? ''
  const [held, setHeld] = useState<string | null>(null)
  const [endSeen, setEndSeen] = useState(last)
  // While earlier ones are being read the view stays where it is; anything new at the end brings it back down.
  if (endSeen !== last) {
    setEndSeen(last)
    setHeld(null)
  }
  const end = useEndInView(last, frame)
  const place = held === null ? { scrollTop: end } : { scrollIntoView: anchorOf(held) }
  const earlier = () => {
    setHeld(rows[0]?.key ?? null)
    onEarlier()
  }
  return (
    <ScrollView scrollY className="zx-messages" {...place} enhanced showScrollbar>
      <View className="zx-messages__column">
        {hasEarlier ? <Button kind="plain" onTap={earlier}>看更早的内容</Button> : before}
        {rows.length === 0 ? <EmptyState title="还没有消息" hint="在下面写下要说的事。每一条都会存入案卷，对方会在这里看到。" /> : null}
        {rows.map((row) => (
          <View key={row.key} id={anchorOf(row.key)} className="zx-messages__item">
            {row.kind === 'day' ? <DayLine day={row.text} /> : null}
            {row.kind === 'system' ? <SystemEntry title={row.title} time={row.time} lines={row.lines} foot={<SystemFoot row={row} actions={actionsOfSystem(row)} />}>{row.text}</SystemEntry> : null}
            {row.kind === 'system' && row.opens === 'service' ? <Button onTap={() => open('service', { ...thread })}>打开文书</Button> : null}
            {row.kind === 'system' && row.opens === 'form' ? (
              <Button kind="plain" onTap={() => open('handedIn', { ...thread, index: String(row.index) })}>看内容</Button>
            ) : null}
            {row.kind === 'message' ? (
              <Message
                row={row} thread={thread} actions={actionsOf(row)} actionsOfWords={actionsOfWords} tags={tagsOf(row)}
                onRead={onRead && (() => onRead(row.key))} onReadOn={onReadOn?.(row.key)} onNotMeant={onNotMeant}
              />
            ) : null}
            {row.kind === 'withheld' ? <WithheldBubble side={row.side} name={row.name} time={row.time} title={row.title}>{row.text}</WithheldBubble> : null}
            {row.kind === 'folded' ? <Button kind="plain" onTap={() => onUnfold(row.key)}>展开其余 {row.count} 条</Button> : null}
            {row.kind === 'pending' ? <Pending row={row} onTap={onPending} /> : null}
          </View>
        ))}
        {rows.length > 0 ? <Text className="zx-caption zx-messages__end">以上内容全部附卷</Text> : null}
      </View>
    </ScrollView>
  )
}

function SystemFoot({ row, actions }: { row: SystemRow; actions: RowAction[] }) {
  if (!row.sealAsked && actions.length === 0) return null
  return (
    <View className="zx-row zx-row--wrap">
      {row.sealAsked ? <Tag tone="ink">已申请封存，等负责人决定</Tag> : null}
      {actions.map((action) => <Tappable key={action.title} className="zx-remark" label={`${action.title}：${row.title}`} onTap={action.onTap}><Text>{action.title}</Text></Tappable>)}
    </View>
  )
}

/** An element's id: no blanks, and no digit at its beginning. */
const anchorOf = (key: string): string => (key === '' ? '' : `at-${key.replace(/\s/g, '-')}`)
