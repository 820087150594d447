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
      {may('complaints.list') ? <ListRow title="投诉信访" note="归我办、归我看的反映、信访和咨询" onTap={() => open('complaintFiles')} /> : null}
      {may('absence.own') ? <ListRow title="我的外出" note="外出时由谁代为答复；提前回来也在这里办" onTap={() => open('absences')} /> : null}
      {may('papers.list_drafts') ? <ListRow title="法院文书" note="请我签字的；我没办完的" onTap={() => open('papers')} /> : null}
      {may('roster.read') ? <ListRow title="值班表" note="现在谁值班、以后谁值班" onTap={() => open('roster')} /> : null}
      {may('filings.list') ? <ListRow title="未归卷" note="还没有归入电子卷宗的沟通，为什么、从什么时候起" onTap={() => open('filings')} /> : null}
      {may('transfers.take_in') ? <ListRow title="收到的移送" note="其他法院移送来的案件，核对以后接收" onTap={() => open('transfersIn')} /> : null}
      {may('integration.list') ? <ListRow title="数据交换" note="办案系统和其他法院送来了什么、退回了什么、为什么停着" onTap={() => open('exchanges')} /> : null}
      {may('supervision.read') ? <ListRow title={may('supervision.urge') ? '督办' : '我名下的期限和未答复'} note="超期、快到期、未答复、未归卷各有多少，点开看是哪些" onTap={() => open('supervision')} /> : null}
      {may('supervision.courts') ? <ListRow title="各法院" note="下级法院每天报来的数字；本院报给上级的" onTap={() => open('courts')} /> : null}
      {may('supervision.conduct') ? <ListRow title="文明执法档案" note="查明并作出结论的，才会记在里面" onTap={() => open('conduct')} /> : null}
      {may('bulletins.read') ? <ListRow title="通报" note="日统计、周通报、月通报，每个数字点开看得到条目" onTap={() => open('bulletins')} /> : null}
      {may('screenings.read') ? <ListRow title="排查报告" note={may('screenings.report') ? '每周排查本庭室的信访和纠纷，没有也要报' : '各庭室的排查和零报告，谁还没有报'} onTap={() => open('screening')} /> : null}
      {may('cases.see_uncovered') ? <ListRow title="没有人承办的案件" note="谁不在、现在谁值班；没有代理人的外出" onTap={() => open('uncovered')} /> : null}
      {may('hotline.work') ? <ListRow title="热线坐席" note="接电话、核实来电人、登记；用键盘就能办" onTap={() => open('hotline')} /> : null}
      {may('notices.call_list') ? <ListRow title="回访名单" note="微信、短信都没送到的当事人，打电话告诉" onTap={() => open('noticeCalls')} /> : null}
      {may('notices.dead_letters') ? <ListRow title="没有送到的通知" note="发送失败、一直联系不上的，可以再发" onTap={() => open('deadLetters')} /> : null}
      <ListRow title="修改密码" onTap={() => open('password')} />
    </Section>
  )
}
