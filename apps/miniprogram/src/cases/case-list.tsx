import { Text, View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { CaseCard } from '@/components/case-card'
import { EmptyState } from '@/components/empty-state'
import { SearchField } from '@/components/search-field'
import { StoreView } from '@/components/store-view'
import { useSettled } from '@/hooks/use-settled'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { useDisplay } from '@/platform/use-display'
import { useValue } from '@/platform/use-value'
import { type Cases, handlerNames, handlerWords, momentWords } from '@/services'

/** So many cases fit on a screen or two; with more one searches. */
const SEARCH_FROM = 8

interface Props {
  store: Cases
  onOpen: (caseId: string) => void
  chosen?: string
  /** Whether the reader is one who may ask to stand for somebody. */
  asks?: boolean
}

/** Everything the reader has to do with, newest first. */
export function CaseList({ store, onOpen, chosen, asks }: Props) {
  const { elder } = useDisplay()
  const { cases, search: asked, hasMore, isLoading, error } = useValue(store)
  const [search, setSearch] = useState(asked)
  const settled = useSettled(search.trim())
  useEffect(() => void store.load(settled), [store, settled])
  useDidShow(() => void store.load(store.getSnapshot().search))
  const searchable = search !== '' || hasMore || (cases?.length ?? 0) > SEARCH_FROM
  const now = nowHere()
  return (
    <View className="zx-stack">
      {searchable ? <SearchField value={search} onChange={setSearch} placeholder="搜案号、案由、承办人" /> : null}
      <StoreView value={cases} loading={isLoading} error={error} onRetry={() => void store.load(settled)} what="正在查找您的案件">
        {(all) => (
          <View className="zx-stack">
            {all.length === 0 ? (
              <EmptyState
                title={asked ? '没有找到' : '还没有案件'}
                hint={asked ? '换个词再试，比如案号里的数字' : '您作为当事人或代理人的执行案件会出现在这里。如果应当有而没有，请联系承办人或执行接待窗口。'}
              >
                {asked || !asks ? null : <Button kind="plain" onTap={() => open('standingAsk')}>我要代理、经办或代表当事人</Button>}
              </EmptyState>
            ) : null}
            <View className="zx-cards">
              {all.map((one) => (
                <CaseCard
                  key={one.caseId} caseNumber={one.caseNumber} cause={one.cause} role={one.myRole} closed={one.status === 'closed'}
                  handlers={elder ? handlerNames(one.handlers, now) : handlerWords(one.handlers, now)} unread={one.unread} brief={elder}
                  lastAt={one.lastMessageAt ? momentWords(one.lastMessageAt, now) : null}
                  chosen={one.caseId === chosen} onTap={() => onOpen(one.caseId)}
                />
              ))}
            </View>
            {hasMore ? <Button kind="plain" busy={isLoading} onTap={() => void store.more()}>再看更多</Button> : null}
            {all.length > 0 && !hasMore ? <Text className="zx-caption">共 {all.length} 件</Text> : null}
          </View>
        )}
      </StoreView>
    </View>
  )
}
