import { Text, View } from '@tarojs/components'
import type { StaffCard } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { clockWords } from '@/services'
import { AddStaff } from '../../add-staff'

/** Who works here. Each administrator sees the part that is theirs to do; none of it shows a case. */
export default function AdminStaffPage() {
  return <ReaderPage title="人员管理">{(reader) => <AdminStaff {...reader} />}</ReaderPage>
}

function AdminStaff({ account: { staffing } }: Reader) {
  const list = useResource('staff', staffing.staff)
  const [adding, setAdding] = useState(false)
  const note = ({ department, titles, lockedUntil }: StaffCard): string =>
    [department, titles.join('、') || '还没有岗位', lockedUntil ? `登录失败过多，锁定到 ${clockWords(lockedUntil)}` : ''].filter(Boolean).join(' · ')
  return (
    <PageShell title="人员管理" root wide foot={<MainNav current="adminStaff" />}>
      <ResourceView resource={list}>
        {({ data: { staff }, can }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-caption">管理员看不到任何案件和沟通内容。</Text>
            {can.add ? <Button onTap={() => setAdding(true)}>新增人员</Button> : null}
            <Section title={`本院人员（${staff.length}）`}>
              {staff.map((one) => (
                <ListRow
                  key={one.staffId} title={`${one.name} · ${one.number}`} note={note(one)} onTap={() => open('adminMember', { staffId: one.staffId })}
                  value={<View>{one.active ? null : <Tag>已停用</Tag>}{one.confirmed ? null : <Tag tone="warn">等待确认</Tag>}</View>}
                />
              ))}
            </Section>
          </View>
        )}
      </ResourceView>
      {adding ? <AddStaff staffing={staffing} onClose={() => { setAdding(false); list.reload() }} /> : null}
    </PageShell>
  )
}
