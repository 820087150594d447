import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Section } from '@/components/section'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'
import { Consent } from '../../consent'
import { ServedCard } from '../../served-card'

/** What was served on somebody electronically, and whether they agree to it. */
export default function MyServicePage() {
  const { caseId = '', personId = '' } = useRouter().params
  return <ReaderPage title="电子送达">{({ account }) => <MyService account={account} thread={{ caseId, personId }} />}</ReaderPage>
}

function MyService({ account, thread }: { account: Account; thread: ThreadKey }) {
  const resource = useResource(`service ${thread.caseId} ${thread.personId}`, () => account.electronicService.of(thread))
  return (
    <PageShell title="电子送达">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {({ data, can }) => (
            <View className="zx-stack">
              {data.services.length > 0 ? (
                <Section title="送达给您的文书">
                  {data.services.map((one) => (
                    <ServedCard key={one.index} account={account} thread={thread} one={one} mayConfirm={can.confirm} onDone={resource.reload} />
                  ))}
                </Section>
              ) : null}
              <Consent account={account} thread={thread} data={data} can={can} onDone={resource.reload} />
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
