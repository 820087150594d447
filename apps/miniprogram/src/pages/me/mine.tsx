import { dayOf } from '@zhixin/shared/rules'
import type { Me } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'
import { PHONE_SOURCES } from '@/words/help'

/** What the court holds about the reader, as masked as the server sends it. */
export function Mine({ me }: { me: Me }) {
  const now = nowHere()
  if (me.kind === 'staff') {
    return (
      <Section title="我的身份">
        <ListRow title={me.name} note={me.titles.join('、')} value={me.number} />
        <ListRow title="部门" value={me.department} />
        <ListRow title="办公电话" value={me.officePhone} />
      </Section>
    )
  }
  if (me.kind === 'person') {
    return (
      <Section title="已绑定的身份">
        <ListRow title={me.name} note={`证件号 ${me.identityNumberMasked}`} value={`${dayWords(dayOf(me.boundAt), now)}绑定`} />
        {me.phones.map(({ id, masked, source, confirmedAt }) => (
          <ListRow key={id} title="手机号" note={`${dayWords(dayOf(confirmedAt), now)}，${PHONE_SOURCES[source] ?? '本人确认'}`} value={masked} onTap={() => open('phones')} />
        ))}
        <ListRow title="通知设置" note="有进展怎么告诉我：微信、短信、电话" onTap={() => open('noticeSettings')} />
        <ListRow title={me.phones.length > 0 ? '换手机号、加手机号' : '留一个手机号'} note="换手机、重新绑定时用" onTap={() => open('phones')} />
      </Section>
    )
  }
  return (
    <Section title="我的身份">
      <ListRow title="还没有绑定身份" note="绑定后才能看到自己的案件" />
      {me.phoneMasked ? <ListRow title="登录手机号" value={me.phoneMasked} /> : null}
    </Section>
  )
}
