import type { ComplaintOptions, RegisteredComplaint } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { toTop } from '@/platform/navigation'
import { RegisterForm } from '../../components/register-form'
import { Registered } from '../../components/registered'

export default function ComplaintRegisterPage() {
  return <ReaderPage title="登记">{(reader) => <Register {...reader} />}</ReaderPage>
}

/** A letter, a call, a visit, a fax or a transfer, written down for whoever brought it. */
function Register({ account }: Reader) {
  const [done, setDone] = useState<(RegisteredComplaint & { stream: string }) | null>(null)
  const found = useResource('register', async () => {
    const [options, people]: [ComplaintOptions, Awaited<ReturnType<typeof account.complaintFiles.people>>] = await Promise.all([
      account.complaintFiles.options(), account.complaintFiles.people(),
    ])
    return { options, people }
  })
  return (
    <PageShell title="登记来信、来电、来访">
      <View className="zx-stack zx-pad">
        {done ? (
          <>
            <Registered done={done} />
            <Button kind="plain" onTap={() => setDone(null)}>再登记一件</Button>
          </>
        ) : (
          <ResourceView resource={found} what="正在打开">
            {({ options, people }) => (
              <View className="zx-stack">
                <Text className="zx-body">谁第一个接待，谁登记；登记以后您就是首问联络责任人，直到移交。</Text>
                <RegisterForm
                  options={options} people={people} account={account}
                  onDone={(receipt) => {
                    setDone(receipt)
                    toTop()
                  }}
                />
              </View>
            )}
          </ResourceView>
        )}
      </View>
    </PageShell>
  )
}
