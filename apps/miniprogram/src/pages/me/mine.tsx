import { dayOf } from '@zhixin/shared/rules'
import type { Me } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { nowHere } from '@/platform/now'
import { dayWords } from '@/services/format'

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
        <ListRow title={me.name} note={`身份证号 ${me.identityNumberMasked}`} value={`${dayWords(dayOf(me.boundAt), now)}绑定`} />
        {me.phones.map(({ masked, confirmedAt }) => (
          <ListRow key={masked} title="手机号" note={`${dayWords(dayOf(confirmedAt), now)}由本人向法院确认`} value={masked} />
        ))}
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
