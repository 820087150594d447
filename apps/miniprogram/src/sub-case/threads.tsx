import type { ThreadSummary } from '@zhixin/shared/contract'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { open } from '@/platform/navigation'
import { lastWords } from '@/words/last-text'

/** Staff: everyone on the litigant side, each in a thread of their own. */
export function Threads({ threads }: { threads: readonly ThreadSummary[] }) {
  return (
    <>
      <Section title="当事人沟通（一人一份，互不可见）">
        {threads.map(({ caseId, personId, personName, personRole, unread, lastText, lastAt }) => (
          <ListRow
            key={personId} title={`${personName}（${personRole}）`} note={lastWords({ lastText, lastAt })}
            value={unread > 0 ? <Tag tone="late">{`${unread} 条未读`}</Tag> : undefined}
            onTap={() => open('thread', { caseId, personId })}
          />
        ))}
      </Section>
      <Section title="通知送到了没有">
        {threads.map(({ caseId, personId, personName, personRole }) => (
          <ListRow key={personId} title={personName} note={personRole} label={`给${personName}的通知送到了没有`} onTap={() => open('noticesSent', { caseId, personId })} />
        ))}
      </Section>
    </>
  )
}
