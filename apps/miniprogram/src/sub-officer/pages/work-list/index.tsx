import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { ComplaintsDue } from '@/components/complaints-due'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ScreeningOwed } from '@/components/screening-owed'
import { SearchField } from '@/components/search-field'
import { SealsToDecide } from '@/components/seals-to-decide'
import { StoreView } from '@/components/store-view'
import { Tappable } from '@/components/tappable'
import { UrgentCards } from '@/components/urgent-cards'
import { Urgings } from '@/components/urgings'
import { useSettled } from '@/hooks/use-settled'
import { open } from '@/platform/navigation'
import { useValue } from '@/platform/use-value'
import type { Account, WorkListShow } from '@/services'
import { Bypassed } from '../../bypassed'
import { HandOvers } from '../../hand-overs'
import { QuickAnswer } from '../../quick-answer'
import { WorkCard } from '../../work-card'
import './index.less'

const TABS: { show: WorkListShow; title: string }[] = [
  { show: 'to_answer', title: '待答复' },
  { show: 'unread', title: '未读' },
  { show: 'all', title: '全部' },
]

export default function WorkListPage() {
  return (
    <ReaderPage title="待办">
      {({ account, can: { may } }) => (
        <Work account={account} leads={may.includes('seals.list')} hears={may.includes('complaints.list')} reports={may.includes('screenings.report')} />
      )}
    </ReaderPage>
  )
}

/** What an officer has to answer, the oldest clock first. */
function Work({ account, leads, hears, reports }: { account: Account; leads: boolean; hears: boolean; reports: boolean }) {
  const store = account.workList
  const { list, show, search: asked, isLoading, error } = useValue(store)
  const [search, setSearch] = useState(asked)
  const settled = useSettled(search.trim())
  useEffect(() => void store.load({ search: settled }), [store, settled])
  useDidShow(() => void store.load())
  const counts = list?.counts
  const toAnswer = counts ? counts.late + counts.due + counts.open : 0
  const tabCount = { to_answer: toAnswer, unread: counts?.unread ?? 0, all: 0 }
  return (
    <PageShell title="待办" root wide foot={<MainNav current="workList" toAnswer={toAnswer} />}>
      <QuickAnswer account={account} onSent={() => void store.load()}>
        {(answer) => (
          <View className="zx-stack zx-pad">
            <UrgentCards account={account} />
            <Urgings account={account} changed={list} />
            {reports ? <ScreeningOwed account={account} /> : null}
            {leads ? <SealsToDecide account={account} /> : null}
            {hears ? <ComplaintsDue account={account} /> : null}
            {counts ? (
              <Text className="zx-title">
                {counts.late > 0 ? `已超时 ${counts.late} 件，` : ''}{counts.due > 0 ? `今天内请答复 ${counts.due} 件` : '今天没有到期的'}
              </Text>
            ) : null}
            <View className="zx-work-tabs">
              {TABS.map((tab) => (
                <Tappable key={tab.show} className={`zx-work-tab ${tab.show === show ? 'zx-work-tab--chosen' : ''}`} pressed={tab.show === show} onTap={() => void store.load({ show: tab.show })}>
                  <Text>{tab.title}{tabCount[tab.show] > 0 ? ` ${tabCount[tab.show]}` : ''}</Text>
                </Tappable>
              ))}
            </View>
            <SearchField value={search} onChange={setSearch} placeholder="搜案号、姓名" />
            <StoreView value={list} loading={isLoading} error={error} onRetry={() => void store.load()} what="正在整理待办">
              {({ items, hasMore, handOvers, bypassed }) => (
                <View className="zx-stack">
                  <Bypassed bypassed={bypassed} />
                  <HandOvers handOvers={handOvers} />
                  {items.length === 0 ? <EmptyState title={asked ? '没有找到' : '都答复完了'} hint={asked ? undefined : '新的消息来了会排在这里，最急的在最上面。'} /> : null}
                  <View className="zx-cards">
                    {items.map((item) => (
                      <WorkCard
                        key={`${item.caseId}/${item.personId}`} item={item} onAnswer={() => answer(item)}
                        onOpen={() => open('thread', { caseId: item.caseId, personId: item.personId })}
                      />
                    ))}
                  </View>
                  {hasMore ? <Button kind="plain" busy={isLoading} onTap={() => void store.more()}>再看更多</Button> : null}
                </View>
              )}
            </StoreView>
          </View>
        )}
      </QuickAnswer>
    </PageShell>
  )
}
