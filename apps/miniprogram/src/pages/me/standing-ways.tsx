import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'

const DECIDING = ['standing.list', 'standing.at_desk']

/** The ways to requests to stand for somebody: to ask and see one's own; of staff, to decide. */
export function StandingWays({ known: { me, can } }: { known: Pick<Reader, 'me' | 'can'> }) {
  if (me.kind === 'person') {
    return (
      <Section title="替别人办理">
        <ListRow title="我要代理、经办或代表当事人" note="律师、单位经办人、法定代理人、继承人等" onTap={() => open('standingAsk')} />
        <ListRow title="我的身份申请" note="看法院同意了没有" onTap={() => open('standingRequests')} />
      </Section>
    )
  }
  if (me.kind !== 'staff' || !DECIDING.some((action) => can.may.includes(action))) return null
  return <Section><ListRow title="身份申请" note="谁要代理、经办、变更当事人，等待处理" onTap={() => open('standingRequests')} /></Section>
}
