import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { StoreView } from '@/components/store-view'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import type { Reader } from '@/hooks/use-reader'
import { open, restart } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { useValue } from '@/platform/use-value'
import { type InboxRow, type InboxSnapshot, momentWords } from '@/services'
import './inbox.less'

/** All that the court told the reader, over all their cases, newest first. */
export default function InboxPage() {
  return <ReaderPage title="消息通知">{(reader) => <Inbox reader={reader} />}</ReaderPage>
}

function Inbox({ reader: { me, account } }: { reader: Reader }) {
  const { rows, unread, show, hasMore, isLoading, error } = useValue(account.inbox)
  useDidShow(() => void account.inbox.load())
  const personId = me.kind === 'person' ? me.personId : ''
  const choices: { value: InboxSnapshot['show']; title: string }[] = [{ value: 'all', title: '全部' }, { value: 'unread', title: unread > 0 ? `未读 ${unread}` : '未读' }]
  return (
    <PageShell title="消息通知" root foot={<MainNav current="inbox" />}>
      <View className="zx-stack zx-pad">
        <View className="zx-inbox-filter">
          {choices.map(({ value, title }) => (
            <Tappable
              key={value} className={`zx-inbox-filter__one ${value === show ? 'zx-inbox-filter__one--chosen' : ''}`} pressed={value === show}
              onTap={() => void account.inbox.load(value)}
            >
              <Text>{title}</Text>
            </Tappable>
          ))}
        </View>
        <StoreView value={rows} loading={isLoading} error={error} onRetry={() => void account.inbox.load()} what="正在打开消息">
          {(all) => (
            <View className="zx-stack">
              {all.length === 0 ? <Nothing show={show} onAll={() => void account.inbox.load('all')} /> : null}
              {all.map((row) => <Row key={row.key} row={row} onTap={() => open('thread', { caseId: row.caseId, personId })} />)}
              {hasMore ? <Button kind="plain" busy={isLoading} onTap={() => void account.inbox.more()}>看更早的</Button> : null}
              {all.length > 0 && !hasMore ? <Text className="zx-caption">没有更早的了</Text> : null}
            </View>
          )}
        </StoreView>
      </View>
    </PageShell>
  )
}

function Row({ row: { title, text, of, at, unread }, onTap }: { row: InboxRow; onTap: () => void }) {
  return (
    <Tappable className={`zx-inbox-row ${unread ? 'zx-inbox-row--unread' : ''}`} label={`${unread ? '未读，' : ''}${title}`} onTap={onTap}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{title}</Text>
        {unread ? <Tag tone="late">未读</Tag> : null}
      </View>
      <Text className="zx-body">{text}</Text>
      <Text className="zx-caption">{of}</Text>
      <Text className="zx-caption zx-number">{momentWords(at, nowHere())}</Text>
    </Tappable>
  )
}

function Nothing({ show, onAll }: { show: InboxSnapshot['show']; onAll: () => void }) {
  if (show === 'unread') return <EmptyState title="没有未读的消息" hint="法院告诉您的，您都看过了。"><Button kind="plain" onTap={onAll}>看全部消息</Button></EmptyState>
  return (
    <EmptyState title="还没有消息" hint="案件办到哪一步、承办人给您的答复，都会出现在这里。有事要问，请到“案件”里和承办人沟通。">
      <Button kind="plain" onTap={() => restart('cases')}>去看我的案件</Button>
    </EmptyState>
  )
}
