import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { ListRow } from '@/components/list-row'
import { Tag } from '@/components/tag'
import { useResource } from '@/hooks/use-resource'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { requestState, requestTitle } from '@/services'

/** One's own requests and how they stand; of staff, those that wait for a decision, the oldest first. */
export default function RequestsPage() {
  return <ReaderPage title="身份申请">{(reader) => (reader.me.kind === 'staff' ? <Waiting reader={reader} /> : <Own reader={reader} />)}</ReaderPage>
}

function Own({ reader: { account } }: { reader: Reader }) {
  const resource = useResource('own', () => account.standing.requests())
  const now = nowHere()
  return (
    <PageShell title="我的身份申请">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在查找您的申请">
          {(all) => (
            <View className="zx-stack">
              {all.length === 0 ? <EmptyState title="还没有申请" hint="替当事人办理执行案件的律师、经办人、法定代理人、继承人，可以在这里申请。" /> : null}
              {all.length > 0 ? (
                <Section>
                  {all.map((request) => {
                    const { word, tone, text } = requestState(request, now)
                    return (
                      <ListRow
                        key={request.requestId} title={requestTitle(request)} note={`${request.caseNumber} · ${text}`} value={<Tag tone={tone}>{word}</Tag>}
                        onTap={() => open('standingRequest', { requestId: request.requestId })}
                      />
                    )
                  })}
                </Section>
              ) : null}
              <Button kind={all.length > 0 ? 'plain' : 'main'} onTap={() => open('standingAsk')}>我要代理、经办或代表当事人</Button>
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Waiting({ reader: { account, can } }: { reader: Reader }) {
  const resource = useResource('waiting', () => account.standing.requests(can.may.includes('standing.at_desk')))
  const now = nowHere()
  return (
    <PageShell title="身份申请">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在查找等待处理的申请">
          {(all) => (all.length === 0 ? <EmptyState title="没有等待处理的申请" hint="有人申请代理、经办、变更当事人，或者申请撤销代理人时，会出现在这里。" /> : (
            <View className="zx-stack">
              <Text className="zx-caption">先到先办，共 {all.length} 份</Text>
              <Section>
                {all.map((request) => (
                  <ListRow
                    key={request.requestId} title={`${request.court?.askerName ?? ''}：${requestTitle(request)}`}
                    note={`${request.caseNumber}${request.court?.case ? '' : '（没有查到这个案号）'} · ${requestState(request, now).text}`}
                    value={request.court?.isLate ? <Tag tone="late">已超期</Tag> : request.targetAt <= now ? <Tag tone="warn">该办了</Tag> : undefined}
                    onTap={() => open('standingRequest', { requestId: request.requestId })}
                  />
                ))}
              </Section>
            </View>
          ))}
        </ResourceView>
      </View>
    </PageShell>
  )
}
