import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useResource } from '@/hooks/use-resource'
import type { Account } from '@/services'
import { Recipient } from '../../recipient'

/** Staff: on whom a document can be served electronically in a case, and how far what was served has got. */
export default function ServePage() {
  const { caseId = '' } = useRouter().params
  return <ReaderPage title="电子送达">{({ account }) => <Serve account={account} caseId={caseId} />}</ReaderPage>
}

function Serve({ account, caseId }: { account: Account; caseId: string }) {
  const resource = useResource(`services ${caseId}`, () => account.electronicService.ofCase(caseId))
  const [done, setDone] = useState('')
  return (
    <PageShell title="电子送达">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">电子送达要对方同意。文书一到对方的账号就算送达，期限从第二天起算。消息、推送、短信都不是送达。</Text>
        {done ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">{done}</Text></View> : null}
        <ResourceView resource={resource} what="正在打开">
          {({ data, can }) => (
            <View className="zx-stack">
              {data.people.length === 0 ? <EmptyState title="本案还没有当事人" hint="当事人信息从法院办案系统导入。" /> : null}
              {data.people.map((person) => (
                <Recipient
                  key={person.personId} account={account} caseId={caseId} person={person} services={data} can={can}
                  onDone={(words) => {
                    setDone(words)
                    resource.reload()
                  }}
                />
              ))}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
