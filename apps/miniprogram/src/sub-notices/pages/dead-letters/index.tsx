import { Text, View } from '@tarojs/components'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'
import { NoticeCard } from '../../notice-card'

/** Staff: what could not be sent, and who could not be reached, in their cases. */
export default function DeadLettersPage() {
  return <ReaderPage title="没有送到的通知">{({ account }) => <DeadLetters account={account} />}</ReaderPage>
}

function DeadLetters({ account }: { account: Account }) {
  const resource = useResource('dead letters', account.notices.deadLetters)
  return (
    <PageShell title="没有送到的通知">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">“发送失败”是通道的问题，修好后可以再发。“无法联系”是所有渠道都试过了，已记入案卷，可作下落不明的查找记录。</Text>
        <ResourceView resource={resource} what="正在打开">
          {(letters) => (letters.length === 0 ? <EmptyState title="没有送不到的通知" hint="通知发不出去，或者当事人一直联系不上时，会列在这里。" /> : (
            <View className="zx-stack">
              {letters.map(({ caseId, personId, caseNumber, personName, notice }) => (
                <NoticeCard
                  key={`${caseId}/${personId}/${notice.of}`} notice={notice} heading={`${personName} ${caseNumber}`}
                  onSendAgain={async () => {
                    await account.notices.sendAgain({ caseId, personId, of: notice.of })
                    resource.reload()
                  }}
                />
              ))}
            </View>
          ))}
        </ResourceView>
      </View>
    </PageShell>
  )
}
