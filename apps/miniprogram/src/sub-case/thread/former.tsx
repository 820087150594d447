import type { ThreadView } from '@zhixin/shared/contract'
import type { Side } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Bubble, SystemEntry, WithheldBubble } from '@/components/bubble'
import { Button } from '@/components/button'
import { DayLine } from '@/components/day-line'
import { useAction } from '@/hooks/use-action'
import { type Account, explain } from '@/services'
import { formerRows } from '@/services/former-rows'
import { Attachment } from './attachment'

interface Props {
  view: ThreadView
  side: Side
  account: Account
}

/** Above one's own part: what was said at the court that had the case before. Read only, and marked as that court's. */
export function Former({ view, side, account: { transfers } }: Props) {
  const [entries, setEntries] = useState<Awaited<ReturnType<typeof transfers.former>>['entries']>([])
  const [hasMore, setHasMore] = useState(true)
  const load = useAction(async () => {
    const page = await transfers.former(view, entries[entries.length - 1]?.index ?? -1)
    setEntries([...entries, ...page.entries])
    setHasMore(page.hasMore)
  })
  const { former } = view
  if (!former) return null
  const place = `/threads/${view.caseId}/${view.personId}/former`
  return (
    <View className="zx-stack">
      <View className="zx-note">
        <View><Text className="zx-body-strong">以前在{former.name}的沟通</Text></View>
        <View><Text className="zx-caption">{former.caseNumber}，共 {former.entries} 条记录，只能看。原法院电话 {former.phone}。</Text></View>
      </View>
      {formerRows(entries, former.name, side).map((row) => (
        <View key={row.key} className="zx-messages__item">
          {row.kind === 'day' ? <DayLine day={row.text} /> : null}
          {row.kind === 'system' ? <SystemEntry title={row.title} time={row.time}>{row.text}</SystemEntry> : null}
          {row.kind === 'withheld' ? <WithheldBubble side={row.side} name={row.name} time={row.time} title="这条不显示">{row.text}</WithheldBubble> : null}
          {row.kind === 'message' ? (
            <Bubble
              side={row.side} name={row.name} time={row.time} text={row.text}
              attachments={row.enclosed.map((note) => <Attachment key={note.id} note={note} thread={view} path={`${place}/attachments/${note.id}`} />)}
            />
          ) : null}
        </View>
      ))}
      {load.error ? <Text className="zx-body zx-late">{explain(load.error)}</Text> : null}
      {hasMore ? <Button kind="plain" busy={load.busy} onTap={load.run}>{entries.length === 0 ? `看在${former.name}时的沟通` : '接着看'}</Button> : null}
      <DayLine day="以下是在本院的沟通" />
    </View>
  )
}
