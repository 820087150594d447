import { useResource } from '@/hooks/use-resource'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { open } from '@/platform/navigation'
import { services } from '@/platform/services'

/** Leads to what one needs so that talking reaches one. What was said of it when asking for help waits there to be confirmed. */
export function HelpNeedsRow() {
  const { value } = useResource('help-needs', services.care.mine)
  return (
    <Section>
      <ListRow
        title="沟通时需要的照顾"
        note={value?.asked ? '您求助时说过，请看看对不对，要不要给承办人看' : '看字吃力、听力不好、说方言……告诉承办人怎样跟您沟通'}
        value={value?.asked ? <Tag tone="warn">请确认</Tag> : undefined}
        onTap={() => open('helpNeeds')}
      />
    </Section>
  )
}
