import type { DeskHelpItem } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag, type Tone } from '@/components/tag'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { services } from '@/platform/services'
import { HELP_STATUS, helpClock, WAYS } from '@/words/help'

type Show = 'open' | 'code_issued' | 'over'
const SHOWS: { value: Show; title: string }[] = [{ value: 'open', title: '要办的' }, { value: 'code_issued', title: '绑定码已发，还没绑上' }, { value: 'over', title: '办完的' }]
const URGENCY: Record<DeskHelpItem['urgency'], Tone> = { late: 'late', due: 'warn', open: 'ink', none: 'plain' }

export default function HelpDeskPage() {
  return <ReaderPage title="绑定帮助">{() => <HelpDesk />}</ReaderPage>
}

/** Whoever cannot bind and asked for help, the oldest clock first. */
function HelpDesk() {
  const [show, setShow] = useState<Show>('open')
  const list = useResource(show, () => services.helpDesk.list(show))
  const options = useResource('help-options', services.help.options)
  const labelOf = (item: DeskHelpItem): string => options.value?.reasons.find(({ reason }) => reason === item.reason)?.label ?? ''
  return (
    <PageShell title="绑定帮助" root foot={<MainNav current="helpDesk" />}>
      <View className="zx-stack zx-pad">
        <Button onTap={() => open('helpRegister')}>有人来电话、来窗口：登记一件</Button>
        <ChoiceList<Show> choices={SHOWS} chosen={show} onChoose={setShow} />
        <ResourceView resource={list} what="正在打开">
          {({ requests, hasMore }) => requests.length === 0
            ? <EmptyState title={show === 'open' ? '没有要办的' : '还没有'} hint={show === 'open' ? '有人绑不上、在手机上求助了，会排在这里，最早的在最上面。' : undefined} />
            : (
                <Section>
                  {requests.map((item) => (
                    <ListRow
                      key={item.requestId} title={`${item.nameMasked} · ${item.receipt}`}
                      note={[labelOf(item), WAYS[item.way], item.papers > 0 ? `照片 ${item.papers} 张` : '', item.takenBy ? `${item.mine ? '我' : item.takenBy}在办` : '还没有人接'].filter(Boolean).join(' · ')}
                      value={<Tag tone={URGENCY[item.urgency]}>{item.urgency === 'none' ? HELP_STATUS[item.status].word : helpClock(item.targetAt, nowHere())}</Tag>}
                      onTap={() => open('helpRequest', { requestId: item.requestId })}
                    />
                  ))}
                  {hasMore ? <Text className="zx-caption zx-pad">只列出最早的 100 件。</Text> : null}
                </Section>
              )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
