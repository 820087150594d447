import { Switch } from '@nutui/nutui-react-taro'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { LoadingState } from '@/components/loading-state'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ScreeningOwed } from '@/components/screening-owed'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useReader } from '@/hooks/use-reader'
import { chooseDisplay, type TypeSize } from '@/platform/display'
import { open } from '@/platform/navigation'
import { useDisplay } from '@/platform/use-display'
import { services } from '@/platform/services'
import { CourtContact } from './court-contact'
import { HelpNeedsRow } from './help-needs-row'
import { Mine } from './mine'
import { PhoneActivation } from './phone-activation'
import { StaffWays } from './staff-ways'
import { StandingWays } from './standing-ways'

const SIZES: { value: TypeSize; title: string }[] = [
  { value: 'standard', title: '标准' },
  { value: 'large', title: '大' },
  { value: 'largest', title: '特大' },
]

export default function MePage() {
  const known = useReader()
  const { size, elder } = useDisplay()
  const [leaving, setLeaving] = useState(false)
  const unsent = leaving ? services.outbox.unsentCount() : 0
  const leave = useAction(services.session.signOut)
  return (
    <PageShell title="我的" root foot={<MainNav current="me" />}>
      <View className="zx-stack zx-pad">
        {known ? <Mine me={known.me} /> : <LoadingState />}
        {known?.can.may.includes('screenings.report') ? <ScreeningOwed account={known.account} /> : null}
        {known?.can.bind ? <Button onTap={() => open('bind')}>绑定身份，查看我的案件</Button> : null}
        {known?.can.activatePhone ? <PhoneActivation bound={known.me.kind === 'staff' && known.me.wechatBound} /> : null}
        {known?.can.workList ? <Section><ListRow title="我的快捷回复" note="自己常用的答复，写一次，以后两下就能发" onTap={() => open('quickReplies')} /></Section> : null}
        {known?.can.may.includes('flags.list') ? <Section><ListRow title="被标记的沟通" note="承办人标记的威胁、可能伤害自己等情况" onTap={() => open('flags')} /></Section> : null}
        {known?.me.kind === 'person' ? (
          <HelpNeedsRow />
        ) : null}
        {known && known.me.kind !== 'staff' ? (
          <Section title="反映问题">
            <ListRow title="投诉、信访、举报、咨询" note="谁来看、多久答复，写之前就能看到；举报违法违纪可以不留姓名" onTap={() => open('complain')} />
            <ListRow title="凭受理编号查进度" note="还可以补充文字和材料" onTap={() => open('complaintFollow')} />
          </Section>
        ) : null}
        {known?.can.may.includes('desk.see_help_needs') ? <Section><ListRow title="查来人需要的照顾" note="按姓名和身份证号，看本人说过的沟通需要" onTap={() => open('caller')} /></Section> : null}
        {known?.me.kind === 'staff' ? <StaffWays can={known.can} /> : null}
        {known ? <StandingWays known={known} /> : null}
        <Section title="字号和版式">
          <ListRow
            title="长辈版" note={known && known.me.kind !== 'account' ? '大字、大按钮，换手机登录也会记得' : '大字、大按钮，只留要紧的内容'}
            value={<Switch checked={elder} ariaLabel="长辈版" onChange={(on: boolean) => chooseDisplay({ elder: on })} />}
          />
          {elder ? null : <View className="zx-pad"><ChoiceList choices={SIZES} chosen={size} onChoose={(chosen) => chooseDisplay({ size: chosen })} /></View>}
        </Section>
        <CourtContact />
        <Button kind="plain" onTap={() => setLeaving(true)}>退出登录</Button>
      </View>
      <ConfirmSheet open={leaving} title="退出登录？" confirm="退出" busy={leave.busy} onConfirm={leave.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">退出后要重新登录才能看到案件。</Text>
        {unsent > 0 ? <Text className="zx-body-strong zx-late">还有 {unsent} 条消息没有发出，退出会把它们从这台手机上删除。</Text> : null}
      </ConfirmSheet>
    </PageShell>
  )
}
