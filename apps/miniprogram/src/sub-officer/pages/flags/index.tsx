import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { FlagList } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type Account, momentWords } from '@/services'
import './index.less'

/** Leaders: what was flagged in the cases they answer for. What was said is read in the thread, which is logged. */
export default function FlagsPage() {
  return <ReaderPage title="被标记的沟通">{({ account }) => <Flags account={account} />}</ReaderPage>
}

function Flags({ account }: { account: Account }) {
  const [page, setPage] = useState(1)
  const resource = useResource(`flags ${page}`, () => account.conduct.flagList(page))
  return (
    <PageShell title="被标记的沟通">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">承办人标记的威胁、可能伤害自己等情况。只有法院内部能看到，写消息的人看不到。</Text>
        <ResourceView resource={resource} what="正在打开">
          {({ flags, hasMore }) => (
            <View className="zx-stack">
              {flags.length === 0 ? <EmptyState title="没有被标记的沟通" hint="承办人在沟通里标记后，会出现在这里。" /> : null}
              {flags.map((flag) => <FlagCard key={`${flag.caseId}/${flag.id}`} flag={flag} />)}
              {page > 1 ? <Button kind="plain" onTap={() => setPage(page - 1)}>看较新的</Button> : null}
              {hasMore ? <Button kind="plain" onTap={() => setPage(page + 1)}>看更早的</Button> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function FlagCard({ flag: { caseId, personId, caseNumber, personName, label, note, at, byName, withdrawn } }: { flag: FlagList['flags'][number] }) {
  const now = nowHere()
  return (
    <Tappable className="zx-flag-card" label={`打开${personName}的沟通`} onTap={() => open('thread', { caseId, personId })}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{personName}</Text>
        <Tag tone={withdrawn ? 'plain' : 'late'}>{withdrawn ? `${label}（已撤回）` : label}</Tag>
      </View>
      <View><Text className="zx-caption zx-number">{caseNumber}</Text></View>
      {note ? <View><Text className="zx-body">{note}</Text></View> : null}
      <View><Text className="zx-caption">{byName} {momentWords(at, now)}标记</Text></View>
      {withdrawn ? <View><Text className="zx-caption">{withdrawn.byName} {momentWords(withdrawn.at, now)}撤回：{withdrawn.reason}</Text></View> : null}
    </Tappable>
  )
}
