import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { EmptyState } from '@/components/empty-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Tappable } from '@/components/tappable'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { ComplaintRow } from '../../components/complaint-row'

const SHOWS = [{ show: 'open', title: '在办' }, { show: 'over', title: '已结' }] as const

export default function ReportsPage() {
  return <ReaderPage title="违法违纪举报">{(reader) => <Reports {...reader} />}</ReaderPage>
}

/** Reports of misconduct, for the inspectors alone. */
function Reports({ account: { complaintFiles } }: Reader) {
  const [show, setShow] = useState<'open' | 'over'>('open')
  const found = useResource(`reports/${show}`, () => complaintFiles.reports(show))
  const now = nowHere()
  return (
    <PageShell title="违法违纪举报" root wide foot={<MainNav current="reports" />}>
      <View className="zx-stack zx-pad">
        <View className="zx-note"><Text className="zx-body">只有纪检监察人员能看到这里。打开一件，就在纪检自己的记录里留下一条。</Text></View>
        <View className="zx-file-tabs">
          {SHOWS.map((one) => (
            <Tappable key={one.show} className={`zx-file-tab ${one.show === show ? 'zx-file-tab--chosen' : ''}`} pressed={one.show === show} onTap={() => setShow(one.show)}>
              <Text>{one.title}</Text>
            </Tappable>
          ))}
        </View>
        <ResourceView resource={found} what="正在看有哪些举报">
          {({ reports }) => (reports.length === 0 ? (
            <EmptyState
              title={show === 'over' ? '还没有办结的举报' : '没有在办的举报'}
              hint="举报可以从小程序不留姓名提交，也可以由热线坐席登记；登记以后坐席就看不到了。反映您本人的，由上级法院办理，不会出现在这里。"
            />
          ) : (
            <View className="zx-cards">{reports.map((item) => <ComplaintRow key={item.complaintId} item={item} now={now} />)}</View>
          ))}
        </ResourceView>
      </View>
    </PageShell>
  )
}
