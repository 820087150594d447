import { Text, View } from '@tarojs/components'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Bubble } from '@/components/bubble'
import { SendStatus, type Sending } from '@/components/send-status'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import type { SendingState } from '@/services/outbox-item'
import type { ThreadRow, VoiceWords } from '@/services/thread-rows'
import { Attachment } from './attachment'
import type { RowAction } from './use-conduct'

export type MessageRow = Extract<ThreadRow, { kind: 'message' }>
export type PendingRow = Extract<ThreadRow, { kind: 'pending' }>

/** A message that the file holds. */
export function Message({ row, thread, actions, actionsOfWords, tags, onRead, onReadOn, onNotMeant }: {
  row: MessageRow
  thread: ThreadKey
  /** What can be done with it, and what is said of it. */
  actions: RowAction[]
  /** The same with what was written down of its voice. */
  actionsOfWords: (words: VoiceWords) => RowAction[]
  tags: string[]
  /** Reads it aloud. */
  onRead?: () => void
  /** The same with all that follow. */
  onReadOn?: () => void
  /** Of one's own: what was written down of its voice is not what one meant. */
  onNotMeant?: () => void
}) {
  const { side, own, name, title, time, text, markLabel, attachments, offHoursReason, reached } = row
  return (
    <Bubble
      side={side} name={own ? '我' : `${name}${title ? ` · ${title}` : ''}`} time={time} text={text} mark={markLabel}
      attachments={attachments.map((note) => (
        <Attachment key={note.id} note={note} thread={thread} actionsOf={actionsOfWords} onNotMeant={own ? onNotMeant : undefined} />
      ))}
      foot={
        <>
          {offHoursReason ? <Text className="zx-caption">非工作时间发送理由：{offHoursReason}</Text> : null}
          {reached ? <SendStatus status={reached} /> : null}
          {onRead ? (
            <View className="zx-row zx-row--wrap">
              <Tappable className="zx-remark" label={`朗读${own ? '我' : name}${time}的消息`} onTap={onRead}><Text>朗读</Text></Tappable>
              {onReadOn ? <Tappable className="zx-remark" label={`从${own ? '我' : name}${time}的消息往下朗读`} onTap={onReadOn}><Text>从这里往下读</Text></Tappable> : null}
            </View>
          ) : null}
          {tags.map((tag) => <Tag key={tag} tone="ink">{tag}</Tag>)}
          {actions.length > 0 ? (
            <View className="zx-row zx-row--wrap">
              {actions.map((action) => <Tappable key={action.title} className="zx-remark" onTap={action.onTap}><Text>{action.title}</Text></Tappable>)}
            </View>
          ) : null}
        </>
      }
    />
  )
}

const STATUS: Record<SendingState, Sending> = { waiting: 'waiting', uploading: 'uploading', sending: 'sending', stored: 'stored', refused: 'failed' }

/** Slow mode lets it through later, and its writer has said that it goes then. */
const isPutOff = ({ state, sendAt }: PendingRow['item']): boolean => state === 'refused' && sendAt !== undefined

/** A message that is still on this phone. */
export function Pending({ row, onTap }: { row: PendingRow; onTap: (row: PendingRow) => void }) {
  const { item, text, markLabel, attachments, problem } = row
  return (
    <Bubble
      side="mine" name="我" time="" text={text} mark={markLabel}
      attachments={attachments.map(({ id, name }) => <Text key={id} className="zx-body">附件：{name}</Text>)}
      foot={
        <>
          {problem ? <Text className={`zx-caption ${isPutOff(item) ? '' : 'zx-late'}`}>{problem}</Text> : null}
          {item.atRisk ? <Text className="zx-caption zx-late">手机存储已满，发出前请不要关闭</Text> : null}
          <SendStatus status={isPutOff(item) ? 'put_off' : STATUS[item.state]} onRetry={() => onTap(row)} />
        </>
      }
    />
  )
}
