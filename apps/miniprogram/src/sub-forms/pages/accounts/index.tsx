import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { ReceivingView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type Account, explain, momentWords, valueWords } from '@/services'

type Shown = NonNullable<ReceivingView['parties'][number]['current']>

/** Handlers: where each party is to be paid. A full number is opened one at a time, and that it was is on record. */
export default function AccountsPage() {
  const { caseId = '' } = useRouter().params
  return <ReaderPage title="收款账户">{({ account }) => <Accounts account={account} caseId={caseId} />}</ReaderPage>
}

function Accounts({ account, caseId }: { account: Account; caseId: string }) {
  const resource = useResource(caseId, () => account.forms.accounts(caseId))
  const [asking, setAsking] = useState<Shown | null>(null)
  const [number, setNumber] = useState<Awaited<ReturnType<Account['forms']['accountNumber']>> | null>(null)
  const look = useAction(async () => {
    setNumber(await account.forms.accountNumber(caseId, asking!.accountId))
    setAsking(null)
  })
  const words = (one: Shown): string => `${momentWords(one.at, nowHere())}由${one.byName ?? ''}登记，已用短信核对本人`
  return (
    <PageShell title="收款账户">
      <View className="zx-stack zx-pad">
        {number ? (
          <View className="zx-note zx-note--warn">
            <View><Text className="zx-body-strong" userSelect>{valueWords({ type: 'account' }, number.account)}</Text></View>
            <View><Text className="zx-body" userSelect>{number.bank}，户名 {number.holder}</Text></View>
            {number.isCurrent ? null : <View><Text className="zx-body zx-late">这是以前的账户，现在不用</Text></View>}
            <Button kind="plain" onTap={() => setNumber(null)}>收起</Button>
          </View>
        ) : null}
        <ResourceView resource={resource} what="正在打开">
          {(parties) => (
            <View className="zx-stack">
              {parties.length === 0 ? <EmptyState title="还没有人登记收款账户" hint="当事人或特别授权的代理人可以在案件页的“收款账户”里登记。" /> : null}
              {parties.map(({ partyId, name, current, earlier }) => (
                <Section key={partyId} title={name}>
                  {current ? <ListRow title={`${current.bank}，尾号 ${current.last4}`} note={words(current)} value={<Text className="zx-link">看完整账号</Text>} onTap={() => setAsking(current)} /> : <ListRow title="现在没有可用的账户" />}
                  {earlier.map((one) => <ListRow key={one.accountId} title={`${one.bank}，尾号 ${one.last4}`} note={words(one)} value="以前的" onTap={() => setAsking(one)} />)}
                </Section>
              ))}
            </View>
          )}
        </ResourceView>
      </View>
      <ConfirmSheet open={asking !== null} title="看完整账号？" confirm="看完整账号" busy={look.busy} onConfirm={look.run} onClose={() => setAsking(null)}>
        <Text className="zx-body">谁在什么时候看过完整账号，会记入案卷。</Text>
        {look.error ? <Text className="zx-body zx-late">{explain(look.error)}</Text> : null}
      </ConfirmSheet>
    </PageShell>
  )
}
