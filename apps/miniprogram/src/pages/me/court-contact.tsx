import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { callPhone } from '@/platform/phone'
import { readAbout } from '@/platform/services'

/** Where to go and whom to call when this channel does not help. Draws nothing while it is not known. */
export function CourtContact() {
  const { value } = useResource('about', readAbout)
  if (!value) return null
  const { name, window, hotline, phones } = value.court
  return (
    <Section title={name}>
      <ListRow title="执行接待窗口" note={`${window.place}，${window.hours}`} />
      <ListRow title="窗口电话" value={window.phone} onTap={() => callPhone(window.phone)} />
      <ListRow title="诉讼服务热线" value={hotline} onTap={() => callPhone(hotline)} />
      {[phones.command_centre, phones.duty, phones.misconduct].flatMap(({ label, numbers, hours }) =>
        numbers.map((number) => <ListRow key={number} title={label} note={hours} value={number} onTap={() => callPhone(number)} />))}
    </Section>
  )
}
