import type { CaseDetail, CaseStanding } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { type StandingService, standingWords } from '@/services'

/** On the case's page: who stands for one's own party, and what those wrote who no longer do. Staff: the way to who stands for whom. */
export function Standing({ caseId, isStaff, service }: { caseId: string; isStaff: boolean; service: StandingService }) {
  if (isStaff) {
    return <Section><ListRow title="谁代表谁" note="代理人、经办人、法定代理人，授权和依据" onTap={() => open('standingPeople', { caseId })} /></Section>
  }
  return <OwnPeople caseId={caseId} service={service} />
}

function OwnPeople({ caseId, service }: { caseId: string; service: StandingService }) {
  const { value } = useResource(caseId, () => service.ofCase(caseId))
  if (!value) return null
  const { current, former } = peopleOf(value)
  const isAgent = current.length === 1 && current[0]!.isMe && current[0]!.standing === 'agent'
  const others = current.filter(({ isMe }) => !isMe)
  return (
    <Section title={isAgent ? '我的代理身份' : '我的代理人'}>
      <ListRow
        title={isAgent ? standingWords(current[0]!) : others.length > 0 ? others.map((one) => `${one.name}（${standingWords(one)}）`).join('、') : '现在没有别人代表我方'}
        note={isAgent ? '查看期限，或者申请辞去' : others.length > 0 ? '查看授权和期限，或者申请撤销' : '看看以前和现在的身份'} onTap={() => open('standingPeople', { caseId })}
      />
      {former.map(({ personId, name }) => (
        <ListRow key={personId} title="以前的代理人的沟通记录" note={`${name}与法院的沟通，只能看，不能写`} onTap={() => open('thread', { caseId, personId })} />
      ))}
    </Section>
  )
}

function peopleOf({ parties }: CaseStanding) {
  const people = parties.flatMap((party) => party.people)
  const former = people.filter(({ keepsThread }) => keepsThread)
  return { current: people.filter(({ isCurrent }) => isCurrent), former: [...new Map(former.map((one) => [one.personId, one])).values()] }
}

/** The other numbers of the same matter. What the reader may not open is a number to staff, and nothing to anybody else. */
export function Linked({ linked }: { linked: CaseDetail['linked'] }) {
  if (linked.length === 0) return null
  return (
    <Section title="同一件事的其他案号">
      {linked.map(({ caseId, caseNumber, cause }) => (
        <ListRow key={caseNumber} title={caseNumber} note={caseId ? cause : `${cause}。由其他团队办理，您没有权限打开`} onTap={caseId ? () => open('case', { caseId }) : undefined} />
      ))}
    </Section>
  )
}
