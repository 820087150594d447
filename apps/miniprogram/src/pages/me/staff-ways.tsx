import { View, Text } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import type { MeAbilities } from '@/services'

/** What a member of staff may do beside their cases. */
export function StaffWays({ can }: { can: MeAbilities }) {
  const may = (action: string): boolean => can.may.includes(action)
  return (
    <Section>
      {can.awaitsConfirmation ? <View className="zx-note zx-note--warn"><Text className="zx-body">您的登录刚重设过，要等安全管理员或审计管理员确认后才能办事。</Text></View> : null}
      {may('applications.list') && !may('applications.decide') ? <ListRow title="要核实的财产线索" note="当事人填表提供的，按最后一天排" onTap={() => open('applications')} /> : null}
      {may('absence.own') ? <ListRow title="我的外出" note="外出时由谁代为答复；提前回来也在这里办" onTap={() => open('absences')} /> : null}
      {may('roster.read') ? <ListRow title="值班表" note="现在谁值班、以后谁值班" onTap={() => open('roster')} /> : null}
      {may('filings.list') ? <ListRow title="未归卷" note="还没有归入电子卷宗的沟通，为什么、从什么时候起" onTap={() => open('filings')} /> : null}
      {may('transfers.take_in') ? <ListRow title="收到的移送" note="其他法院移送来的案件，核对以后接收" onTap={() => open('transfersIn')} /> : null}
      {may('integration.list') ? <ListRow title="数据交换" note="办案系统和其他法院送来了什么、退回了什么、为什么停着" onTap={() => open('exchanges')} /> : null}
      {may('cases.see_uncovered') ? <ListRow title="局长看板" note="没有人承办的案件、没有代理人的外出" onTap={() => open('uncovered')} /> : null}
      {may('notices.call_list') ? <ListRow title="回访名单" note="微信、短信都没送到的当事人，打电话告诉" onTap={() => open('noticeCalls')} /> : null}
      {may('notices.dead_letters') ? <ListRow title="没有送到的通知" note="发送失败、一直联系不上的，可以再发" onTap={() => open('deadLetters')} /> : null}
      <ListRow title="修改密码" onTap={() => open('password')} />
    </Section>
  )
}
