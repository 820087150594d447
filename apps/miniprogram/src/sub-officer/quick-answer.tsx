import { Text, View } from '@tarojs/components'
import { useDidHide } from '@tarojs/taro'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { WorkItem } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { OffHoursSheet } from '@/components/off-hours-sheet'
import { QuickReplySheet } from '@/components/quick-reply-sheet'
import { open } from '@/platform/navigation'
import { services } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import { type Account, explain, type OutboxItem, sentenceOf } from '@/services'
import './quick-answer.less'

/** Once stored a message stays: so long one can still take the tap back. */
const SECONDS_TO_UNDO = 5
const SECOND_MS = 1_000

const keyOf = ({ caseId, personId }: WorkItem) => ({ caseId, personId })

interface Props {
  account: Account
  onSent: () => void
  children: (answer: (item: WorkItem) => void) => ReactNode
}
interface Chosen {
  item: WorkItem
  text: string
}

/** Two taps to an answer: 快捷答复, then the reply. It goes out a few seconds later, or when the page is left. */
export function QuickAnswer({ account, onSent, children }: Props) {
  const [asked, setAsked] = useState<WorkItem | null>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [left, setLeft] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const [sent, setSent] = useState<{ id: string; to: WorkItem } | null>(null)
  /** The answer whose reason its writer would rather not give now: it waits in the thread. */
  const [unreasoned, setUnreasoned] = useState<string | null>(null)
  const outbox = useValue(services.outbox)
  const replies = useValue(account.quickReplies)
  useEffect(() => {
    // Without a network those known before are shown.
    account.quickReplies.load().catch(() => undefined)
  }, [account])

  /** What still waits, for when the page goes; emptied by whoever sends it, so that it goes out once. */
  const waiting = useRef<Chosen | null>(null)
  useEffect(() => {
    waiting.current = chosen
  }, [chosen])
  const send = ({ item, text }: Chosen) => {
    waiting.current = null
    setChosen(null)
    services.outbox.send(keyOf(item), { text }).then(({ id }) => setSent({ id, to: item }), (error: unknown) => setProblem(explain(error)))
  }
  useEffect(() => {
    if (!chosen) return undefined
    const timer = setTimeout(() => (left <= 1 ? send(chosen) : setLeft(left - 1)), SECOND_MS)
    return () => clearTimeout(timer)
  }, [chosen, left])
  useDidHide(() => waiting.current && send(waiting.current))
  // The page may go without being hidden first: what was chosen goes out then too.
  useEffect(() => () => {
    if (waiting.current) void services.outbox.send(keyOf(waiting.current.item), { text: waiting.current.text })
  }, [])

  const going = sent ? outbox.find(({ id }) => id === sent.id) : undefined
  const isStored = going?.state === 'stored'
  const isAsking = going?.state === 'refused' && going.code === 'messaging.off_hours_reason_required' && !chosen && unreasoned !== going.id
  const reload = useRef(onSent)
  useEffect(() => {
    reload.current = onSent
  })
  useEffect(() => {
    if (isStored) reload.current()
  }, [isStored])

  const edit = ({ item, text }: Chosen) => {
    account.drafts.save(keyOf(item), { text })
    setChosen(null)
    open('thread', keyOf(item))
  }
  return (
    <>
      {children(setAsked)}
      <QuickReplySheet
        open={asked !== null} title={asked ? `答复${asked.personName}：点一条就发出` : ''} quote={asked?.lastText ?? undefined} replies={replies ?? []}
        onPick={({ text }) => { setChosen({ item: asked!, text }); setLeft(SECONDS_TO_UNDO); setAsked(null) }} onClose={() => setAsked(null)}
      />
      {chosen ? (
        <View className="zx-undo">
          <Text className="zx-body">{left} 秒后发给{chosen.item.personName}：{chosen.text}</Text>
          <View className="zx-row">
            <View className="zx-grow"><Button kind="plain" onTap={() => setChosen(null)}>不发了</Button></View>
            <View className="zx-grow"><Button kind="plain" onTap={() => edit(chosen)}>改一改</Button></View>
          </View>
        </View>
      ) : null}
      {isAsking ? (
        <OffHoursSheet onReason={(offHoursReason) => void services.outbox.retry(going.id, { offHoursReason })} onClose={() => setUnreasoned(going.id)} />
      ) : null}
      {sent && going && !chosen && !isAsking ? (
        <View className="zx-undo">
          <Text className="zx-body-strong">{resultWords(sent.to.personName, going)}</Text>
          <View className="zx-row">
            {going.state === 'refused' ? <View className="zx-grow"><Button onTap={() => open('thread', keyOf(sent.to))}>去处理</Button></View> : null}
            <View className="zx-grow"><Button kind="plain" onTap={() => setSent(null)}>知道了</Button></View>
          </View>
        </View>
      ) : null}
      {problem ? <View className="zx-undo"><Text className="zx-body">{problem}</Text><Button kind="plain" onTap={() => setProblem(null)}>知道了</Button></View> : null}
    </>
  )
}

function resultWords(name: string, { state, code }: OutboxItem): string {
  if (state === 'stored') return `已答复${name}，已存入案卷`
  if (state === 'refused') return `给${name}的答复没有发出。${code ? sentenceOf(code) : ''}`
  return `正在发给${name}…${code ? sentenceOf(code) : ''}`
}
