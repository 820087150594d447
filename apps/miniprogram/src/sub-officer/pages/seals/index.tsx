import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { SealRequest, SealRequestList } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import type { Account } from '@/services'
import { momentWords } from '@/services/format'
import { SealReview } from '../../seal-review'

export default function SealsPage() {
  return <ReaderPage title="待批封存">{({ account }) => <Seals account={account} />}</ReaderPage>
}

/** What is asked to be sealed in the cases one leads: who asked, why, and the way to look at it and decide. */
function Seals({ account }: { account: Account }) {
  const [reviewing, setReviewing] = useState<SealRequest | null>(null)
  const requests = useResource('seals', account.sealRequests.list)
  const now = nowHere()
  const decided = () => {
    setReviewing(null)
    requests.reload()
  }
  return (
    <PageShell title="待批封存">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">有人发错了案件，或者发了不该留在案卷里的内容，申请封存。批准后所有人都不再看到，不能恢复。</Text>
        <ResourceView resource={requests} what="正在查看申请">
          {(list: SealRequestList) => (
            <View className="zx-stack">
              {list.requests.length === 0 ? <EmptyState title="没有待批的申请" hint="有人申请封存时，会排在这里，最早的在最上面。" /> : null}
              {list.requests.map((request) => (
                <Section key={`${request.caseId}/${request.personId}/${request.index}`}>
                  <View className="zx-stack zx-pad">
                    <View><Text className="zx-body-strong">{request.words}</Text></View>
                    <View><Text className="zx-caption zx-number">{request.caseNumber} · {request.personName}的沟通</Text></View>
                    <View><Text className="zx-caption">{request.askedBy}申请，{momentWords(request.askedAt, now)}</Text></View>
                    {request.mayDecide
                      ? <Button kind="plain" onTap={() => setReviewing(request)}>查看内容并决定</Button>
                      : <Text className="zx-caption">这是您自己申请的，要由别的负责人决定。</Text>}
                  </View>
                </Section>
              ))}
              {list.hasMore ? <Text className="zx-caption">先显示最早的一部分，处理后会显示其余的。</Text> : null}
              {reviewing ? (
                <SealReview request={reviewing} refusals={list.refusals} seals={account.sealRequests} onDone={decided} onClose={() => setReviewing(null)} />
              ) : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
