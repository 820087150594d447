import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import type { Me } from '@zhixin/shared/contract'
import { CaseList } from '@/cases/case-list'
import { ClockBadge } from '@/components/clock-badge'
import { StoreView } from '@/components/store-view'
import { Tappable } from '@/components/tappable'
import { replace } from '@/platform/navigation'
import { useValue } from '@/platform/use-value'
import { lastWords } from '@/words/last-text'
import type { Account, WorkListStore } from '@/services'
import './beside-thread.less'

interface Props {
  me: Me
  account: Account
  caseId: string
  personId: string
}

/** At a desk, beside the thread: one's other cases, or for staff what waits for an answer. */
export function BesideThread({ me, account, caseId, personId }: Props) {
  if (me.kind === 'person') return <CaseList store={account.cases} chosen={caseId} onOpen={(id) => replace('thread', { caseId: id, personId: me.personId })} />
  return <Waiting store={account.workList} chosen={`${caseId}/${personId}`} />
}

function Waiting({ store, chosen }: { store: WorkListStore; chosen: string }) {
  const { list, isLoading, error } = useValue(store)
  useEffect(() => void store.load(), [store])
  return (
    <StoreView value={list} loading={isLoading} error={error} onRetry={() => void store.load()} what="正在整理待办">
      {({ items }) => (
        <View className="zx-stack">
          <Text className="zx-body-strong">待办</Text>
          {items.map(({ caseId, personId, personName, personRole, caseNumber, lastText, lastAt, urgency }) => (
            <Tappable
              key={`${caseId}/${personId}`} className={`zx-waiting ${chosen === `${caseId}/${personId}` ? 'zx-waiting--chosen' : ''}`}
              onTap={() => replace('thread', { caseId, personId })}
            >
              <View className="zx-row zx-row--between zx-row--wrap">
                <Text className="zx-body-strong zx-grow">{personName}（{personRole}）</Text>
                <ClockBadge urgency={urgency} />
              </View>
              <Text className="zx-caption zx-number">{caseNumber}</Text>
              <Text className="zx-caption zx-waiting__text">{lastWords({ lastText, lastAt })}</Text>
            </Tappable>
          ))}
        </View>
      )}
    </StoreView>
  )
}
