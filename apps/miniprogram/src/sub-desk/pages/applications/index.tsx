import type { DeskApplication } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { ChoiceList } from '@/components/choice-list'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { type Account, clockLine, correctionLine, endWords, momentWords } from '@/services'

type Show = 'open' | 'over'
const SHOWS: { value: Show; title: string }[] = [{ value: 'open', title: '等答复的' }, { value: 'over', title: '办完的' }]

export default function ApplicationsPage() {
  return <ReaderPage title="线索和申请">{({ account, can }) => <Applications account={account} isWindow={can?.may.includes('applications.decide') === true} />}</ReaderPage>
}

/** What waits for an answer, the nearest day first: at the filing window applications, for whoever handles cases the clues of their own. */
function Applications({ account, isWindow }: { account: Account; isWindow: boolean }) {
  const [show, setShow] = useState<Show>('open')
  const list = useResource(show, () => account.applications.desk(show))
  const title = isWindow ? '异议、复议、恢复执行申请' : '财产线索'
  const look = ({ caseId, personId, index, by }: DeskApplication) => open(by === 'window' ? 'application' : 'handedIn', { caseId, personId, index: String(index) })
  return (
    <PageShell title={title} {...(isWindow && { root: true, foot: <MainNav current="applications" /> })}>
      <View className="zx-stack zx-pad">
        <ChoiceList<Show> choices={SHOWS} chosen={show} onChoose={setShow} />
        <ResourceView resource={list} what="正在打开">
          {({ applications, hasMore }) => applications.length === 0
            ? <EmptyState title={show === 'open' ? '没有等答复的' : '还没有'} hint={show === 'open' ? '当事人在手机上填表提交后，会排在这里，最后一天最近的在最上面。' : undefined} />
            : (
                <Section>
                  {applications.map((one) => (
                    <ListRow
                      key={`${one.caseId} ${one.personId} ${one.index}`} title={`${one.title} · ${one.personName}`}
                      note={[one.caseNumber, `${momentWords(one.at, nowHere())}提交`, stateLine(one)].filter(Boolean).join(' · ')}
                      value={<Tag {...tagOf(one)} />}
                      onTap={() => look(one)}
                    />
                  ))}
                  {hasMore ? <Text className="zx-caption zx-pad">只列出 200 件。</Text> : null}
                </Section>
              )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function stateLine(one: DeskApplication): string {
  if (one.end) return endWords(one.end).title
  return one.waiting === null ? clockLine(one) : `等申请人补交：${correctionLine(one.corrections[one.corrections.length - 1]!)}`
}

function tagOf({ end, clock, urgent, waiting, corrections }: DeskApplication): { tone: 'done' | 'late' | 'warn' | 'ink' | 'plain'; children: string } {
  if (end) return { tone: 'done', children: '已办' }
  if (waiting !== null) return waiting === 'over' ? { tone: 'warn', children: '逾期未补' } : { tone: 'plain', children: '等补正' }
  if (clock?.late) return { tone: 'late', children: '超期' }
  if (corrections.length > 0) return { tone: 'warn', children: '已补交' }
  return urgent ? { tone: 'warn', children: '急' } : { tone: 'ink', children: '待办' }
}
