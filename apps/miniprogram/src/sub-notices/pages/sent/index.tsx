import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'
import { NoticeCard } from '../../notice-card'

/** Staff: whether what was told to one person has reached them, and how. */
export default function SentPage() {
  const { caseId = '', personId = '' } = useRouter().params
  return <ReaderPage title="通知送到了没有">{({ account }) => <Sent account={account} caseId={caseId} personId={personId} />}</ReaderPage>
}

function Sent({ account, caseId, personId }: { account: Account; caseId: string; personId: string }) {
  const place = { caseId, personId }
  const resource = useResource(`notices ${caseId} ${personId}`, () => account.notices.ofThread(place))
  return (
    <PageShell title="通知送到了没有">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">当事人看不到这一页。提醒不等于送达：文书要另行送达，并有送达凭证。</Text>
        <ResourceView resource={resource} what="正在打开">
          {(notices) => (notices.length === 0 ? <EmptyState title="还没有要推送的通知" hint="告诉这位当事人进展或给他发消息后，这里能看到送到了没有。" /> : (
            <View className="zx-stack">
              {notices.map((notice) => (
                <NoticeCard
                  key={notice.of} notice={notice}
                  onSendAgain={async () => {
                    await account.notices.sendAgain({ ...place, of: notice.of })
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
