import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { StaffMemberView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Sheet } from '@/components/sheet'
import { Tag } from '@/components/tag'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { toTop } from '@/platform/navigation'
import { clockWords } from '@/services'
import { AccessForm, ConfirmAccess } from '../../access-form'
import { DetailsForm } from '../../details-form'
import { FirstPassword } from '../../first-password'
import { RolesForm } from '../../roles-form'
import { StopForm, TakeBackForm } from '../../stop-form'

/** One member of staff, and what is this administrator's to do about them. It shows no case. */
export default function MemberPage() {
  const staffId = useRouter().params.staffId ?? ''
  return <ReaderPage title="人员">{(reader) => <Member key={staffId} staffId={staffId} reader={reader} />}</ReaderPage>
}

function Member({ staffId, reader: { account: { staffing } } }: { staffId: string; reader: Reader }) {
  const found = useResource(`member/${staffId}`, () => staffing.member(staffId))
  const [done, setDone] = useState('')
  const [password, setPassword] = useState('')
  const [isCopied, setCopied] = useState(true)
  const said = (words: string) => {
    setDone(words)
    found.reload()
    toTop()
  }
  const showPassword = (first: string) => {
    setPassword(first)
    setCopied(false)
    said('登录已重设，马上生效。')
  }
  // Closed otherwise, it stays at the head of the page until one leaves it.
  const forgetPassword = () => {
    setCopied(true)
    setPassword('')
  }
  return (
    <PageShell title="人员">
      <ResourceView resource={found}>
        {({ data, can }) => (
          <View className="zx-stack zx-pad">
            {password ? <FirstPassword value={password} /> : null}
            {done ? <View className="zx-note zx-note--done"><Text className="zx-body">{done}</Text></View> : null}
            <Known of={data} />
            {can.confirmAccess ? <ConfirmAccess onConfirm={() => staffing.confirmAccess(staffId)} onDone={said} /> : null}
            {can.change ? <DetailsForm key={`${data.staff.name}${data.staff.department}${data.staff.officePhone}`} of={data.staff} onSave={(details) => staffing.changeDetails(staffId, details)} onDone={said} /> : null}
            {can.giveRoles ? <RolesForm key={data.staff.roles.join()} of={data.staff} staffing={staffing} onDone={said} /> : null}
            {can.resetAccess ? <AccessForm of={data.staff} onReset={(phone) => staffing.reset(staffId, phone)} onDone={showPassword} /> : null}
            {can.stop ? <StopForm of={data} onStop={(departure) => staffing.depart(staffId, departure)} onDone={said} /> : null}
            {can.takeBack ? <TakeBackForm of={data.staff} onTakeBack={(reason) => staffing.takeBack(staffId, reason)} onDone={said} /> : null}
            {Object.values(can).some(Boolean) ? null : <Text className="zx-caption">{whyNothing(data)}</Text>}
          </View>
        )}
      </ResourceView>
      {isCopied ? null : (
        <Sheet open title="首次密码" onClose={() => setCopied(true)} footer={<Button onTap={forgetPassword}>已抄好</Button>}>
          <FirstPassword value={password} />
        </Sheet>
      )}
    </PageShell>
  )
}

function Known({ of: { staff } }: { of: StaffMemberView }) {
  const { name, number, department, titles, officePhone, active, confirmed, lockedUntil } = staff
  return (
    <Section title={`${name} · ${number}`} aside={<View>{active ? null : <Tag>已停用</Tag>}{confirmed ? null : <Tag tone="warn">等待确认</Tag>}</View>}>
      <ListRow title="部门" value={<Text className="zx-body">{department}</Text>} />
      <ListRow title="岗位" value={<Text className="zx-body">{titles.join('、') || '还没有岗位'}</Text>} />
      <ListRow title="办公电话" note="当事人能看到" value={<Text className="zx-body zx-number">{officePhone}</Text>} />
      {confirmed ? null : <ListRow title="登录已重设，等待确认" note="要由安全管理员或审计管理员当面核对，确认前此人办不了事" />}
      {lockedUntil ? <ListRow title="登录已锁定" note={`登录失败过多，锁定到 ${clockWords(lockedUntil)}`} /> : null}
    </Section>
  )
}

const whyNothing = ({ staff: { active } }: StaffMemberView): string =>
  active ? '这里没有您可以办的事：各管理员只办自己的部分，谁也不能办自己的。' : '此人已停用。恢复在岗由系统管理员办理。'
