import type { FilingItem } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type Account, momentWords } from '@/services'
import { explain } from '@/services/errors'
import { filedWords, isPressing, standsWord, whyWords } from '@/services/filing-words'
import './index.less'

/** What is not in the court's electronic file yet: since when, and why. */
export default function FilingsPage() {
  return <ReaderPage title="未归卷">{({ account }) => <Filings account={account} />}</ReaderPage>
}

function Filings({ account: { filings } }: { account: Account }) {
  const [page, setPage] = useState(1)
  const resource = useResource(`filings ${page}`, () => filings.list(page))
  const [tried, setTried] = useState<number>()
  const retry = useAction(async () => {
    setTried((await filings.retryAll()).tried)
    resource.reload()
  })
  return (
    <PageShell title="未归卷">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">当事人和法院的沟通归入电子卷宗正卷，这里是还没有归进去的。</Text>
        <ResourceView resource={resource} what="正在打开">
          {({ data: { connected, items, total, hasMore }, can }) => (
            <View className="zx-stack">
              {connected ? null : <View className="zx-note zx-note--warn"><Text className="zx-body">本院还没有接通电子卷宗系统。下面的内容都保存在系统里，接通以后会自动归卷。</Text></View>}
              {items.length === 0 ? <EmptyState title="都归卷了" hint="有新的沟通内容还没有归卷，会出现在这里。" /> : <Text className="zx-body-strong">共 {total} 件</Text>}
              {can.retryAll && items.some(({ because }) => because) ? <Button busy={retry.busy} onTap={retry.run}>没归成的都再试一次</Button> : null}
              {tried === undefined ? null : <Text className="zx-body">又试了 {tried} 件。</Text>}
              {retry.error ? <Text className="zx-body zx-late">{explain(retry.error)}</Text> : null}
              {items.filter(isPressing).map((item) => <Card key={keyOf(item)} item={item} connected={connected} filings={filings} onFiled={resource.reload} />)}
              {items.every(isPressing) ? null : (
                <Section title="事情办完、换承办人或结案时自动归卷">
                  {items.filter((item) => !isPressing(item)).map((item) => <Waiting key={keyOf(item)} item={item} />)}
                </Section>
              )}
              {page > 1 ? <Button kind="plain" onTap={() => setPage(page - 1)}>上一页</Button> : null}
              {hasMore ? <Button kind="plain" onTap={() => setPage(page + 1)}>下一页</Button> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

const keyOf = ({ caseId, personId }: FilingItem): string => `${caseId}/${personId}`

/** One of many that nobody has to do anything about yet. */
function Waiting({ item }: { item: FilingItem }) {
  const { caseId, caseNumber, personName, personRole, since } = item
  const mayOpen = personName !== ''
  const note = [caseNumber, ...(mayOpen ? [personRole] : []), filedWords(item), ...(since ? [`最早一条 ${momentWords(since, nowHere())}`] : [])].join(' · ')
  return <ListRow title={mayOpen ? personName : personRole} note={note} {...(mayOpen && { onTap: () => open('case', { caseId }) })} />
}

interface CardProps {
  item: FilingItem
  connected: boolean
  filings: Account['filings']
  onFiled(): void
}

function Card({ item, connected, filings, onFiled }: CardProps) {
  const now = nowHere()
  const file = useAction(async () => {
    await filings.fileNow(item)
    onFiled()
  })
  const { word, tone } = standsWord(item)
  // The desk that looks after the exchange sees that something waits, and not whose it is: it opens no case.
  const mayOpen = item.personName !== ''
  return (
    <View className="zx-filing-card">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{mayOpen ? item.personName : item.personRole}</Text>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View><Text className="zx-caption zx-number">{item.caseNumber}{mayOpen ? ` · ${item.personRole}` : ''}</Text></View>
      <View><Text className="zx-body">{filedWords(item)}</Text></View>
      {item.since ? <View><Text className="zx-caption">最早一条：{momentWords(item.since, now)}</Text></View> : null}
      <View><Text className={item.because ? 'zx-body zx-late' : 'zx-caption'}>{whyWords(item, connected, now)}</Text></View>
      {file.error ? <Text className="zx-body zx-late">{explain(file.error)}</Text> : null}
      {mayOpen ? (
        <View className="zx-row zx-row--wrap">
          {connected && item.stands !== 'under_way' ? <Button kind="plain" inline busy={file.busy} onTap={file.run}>现在归卷</Button> : null}
          <Button kind="plain" inline onTap={() => open('case', { caseId: item.caseId })}>打开案件</Button>
        </View>
      ) : null}
    </View>
  )
}
