import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { More } from '@/components/more'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { ScreeningOwed } from '@/components/screening-owed'
import { Tappable } from '@/components/tappable'
import { usePages } from '@/hooks/use-pages'
import type { Reader } from '@/hooks/use-reader'
import { useWorkHints } from '@/hooks/use-work-hints'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type ComplaintsAsked } from '@/services'
import { dueCountWords } from '@/services/complaint-file-words'
import { ComplaintRow } from '../../components/complaint-row'

const SHOWS: { show: ComplaintsAsked['show']; title: string }[] = [{ show: 'open', title: '在办' }, { show: 'mine_first', title: '我经手的' }, { show: 'over', title: '已办结' }]
const KINDS: { stream?: NonNullable<ComplaintsAsked['stream']>; title: string }[] = [
  { title: '全部' }, { stream: 'petition', title: '执行信访' }, { stream: 'feedback', title: '反映不规范' }, { stream: 'inquiry', title: '咨询意见' },
]

export default function ComplaintFilesPage() {
  return <ReaderPage title="投诉信访">{(reader) => <Files {...reader} />}</ReaderPage>
}

/** Files that are this reader's to work with or to see, what is due first. */
function Files({ account, can }: Reader) {
  const { complaintFiles } = account
  const [show, setShow] = useState<ComplaintsAsked['show']>('open')
  const [stream, setStream] = useState<ComplaintsAsked['stream']>()
  const found = usePages(`${show}/${stream ?? ''}`, (pages) => complaintFiles.list({ show, ...(stream && { stream }) }, pages))
  const { reload } = found
  useWorkHints(reload)
  const now = nowHere()
  // Whoever answers in cases comes here from the work list, and goes back there.
  const isMain = !can.workList
  return (
    <PageShell title="投诉信访" root={isMain} wide foot={isMain ? <MainNav current="complaintFiles" /> : undefined}>
      <View className="zx-stack zx-pad">
        {isMain && can.may.includes('screenings.report') ? <ScreeningOwed account={account} /> : null}
        {can.may.includes('complaints.register') ? <Button inline onTap={() => open('complaintRegister')}>登记来信、来电、来访</Button> : null}
        <View className="zx-file-tabs">
          {SHOWS.map((one) => (
            <Tappable key={one.show} className={`zx-file-tab ${one.show === show ? 'zx-file-tab--chosen' : ''}`} pressed={one.show === show} onTap={() => setShow(one.show)}>
              <Text>{one.title}</Text>
            </Tappable>
          ))}
        </View>
        <View className="zx-file-tabs">
          {KINDS.map((one) => (
            <Tappable key={one.title} className={`zx-file-tab ${one.stream === stream ? 'zx-file-tab--chosen' : ''}`} pressed={one.stream === stream} onTap={() => setStream(one.stream)}>
              <Text>{one.title}</Text>
            </Tappable>
          ))}
        </View>
        <ResourceView resource={found} what="正在看有哪些件">
          {({ complaints, hasMore }) => (
            <View className="zx-stack">
              {complaints.length > 0 && show !== 'over' ? <Text className="zx-title">{dueCountWords(complaints)}</Text> : null}
              {complaints.length === 0 ? (
                <EmptyState
                  title={show === 'over' ? '还没有办结的' : '没有要办的件'}
                  hint={show === 'mine_first' ? '交给您办、由您首问的件会排在这里。' : '当事人从小程序、热线反映的，和您登记的来信来访，归您办或者归您看的都排在这里，最急的在最上面。'}
                />
              ) : null}
              <View className="zx-cards">
                {complaints.map((item) => <ComplaintRow key={item.complaintId} item={item} now={now} />)}
              </View>
              {hasMore ? <More of={found} /> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
