import { Text } from '@tarojs/components'
import type { UrgentView } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { callPhone } from '@/platform/phone'

/** Whom one can call at once; a tap opens the dialler. */
export function Numbers({ title, numbers }: { title: string; numbers: UrgentView['numbers'] }) {
  return (
    <Section title={title}>
      {numbers.map(({ label, number }) => (
        <ListRow key={number} title={label} note={number} value={<Text className="zx-link">拨打</Text>} label={`拨打${label}${number}`} onTap={() => callPhone(number)} />
      ))}
    </Section>
  )
}
