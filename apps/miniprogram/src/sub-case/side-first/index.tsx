import { View } from '@tarojs/components'
import type { CaseDetail } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { ReactNode } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import type { Account } from '@/services'
import { SIDE_WORDS } from '@/words/sides'
import { Awaited } from './awaited'
import { Offers } from './offers'
import { Pay } from './pay'
import { NewlyServed, ServiceRow, useServed } from './served'
import { Tasks } from './tasks'

interface Props {
  account: Account
  thread: ThreadKey
  side: NonNullable<CaseDetail['mySide']>
  data: CaseDetail
  canTalk: boolean
  /** Where the case has got to. */
  stands: ReactNode
}

/** What a party's page of a case begins with: a respondent's with what they must do, an applicant's with how it stands. */
export function SideFirst({ account, thread, side, data, canTalk, stands }: Props) {
  const words = SIDE_WORDS[side]
  const resource = useResource(`${thread.caseId} ${thread.personId}`, () => account.forms.toDo(thread))
  const served = useServed(account, thread)
  const talk = canTalk ? (
    <Button onTap={() => open('thread', { ...thread })}>{data.unread > 0 ? `和承办人沟通（${data.unread} 条未读）` : '和承办人沟通'}</Button>
  ) : null
  return (
    <View className="zx-stack">
      <NewlyServed served={served} thread={thread} />
      {side === 'applicant' ? stands : null}
      {side === 'applicant' ? talk : null}
      <ResourceView resource={resource} what="正在打开">
        {({ data: toDo, can }) => (
          <View className="zx-stack">
            {toDo.pays || toDo.tasks.length > 0 ? <Tasks toDo={toDo} thread={thread} /> : null}
            {toDo.pays ? <Pay payment={toDo.payment} /> : null}
            {side === 'respondent' ? talk : null}
            {side === 'respondent' ? stands : null}
            <Awaited thread={thread} applications={account.applications} />
            <ServiceRow served={served} thread={thread} />
            <Offers title={words.forms} toDo={toDo} thread={thread} />
            {side === 'applicant' && can.setReceivingAccount ? (
              <Section title="收款"><ListRow title="收款账户" note="案款打到哪个账户，在这里登记" onTap={() => open('receiving', { ...thread })} /></Section>
            ) : null}
          </View>
        )}
      </ResourceView>
    </View>
  )
}
