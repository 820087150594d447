import { useResource } from '@/hooks/use-resource'
import { useWorkHints } from '@/hooks/use-work-hints'
import { open } from '@/platform/navigation'
import type { Account } from '@/services'
import { dueCountWords } from '@/services/complaint-file-words'
import { ListRow } from '../list-row'
import { Section } from '../section'
import { Tag } from '../tag'

/** On a first page: how many of the files that are this reader's are late or soon will be. Without a network it only leads there. */
export function ComplaintsDue({ account }: { account: Account }) {
  const { value, reload } = useResource('complaints due', () => account.complaintFiles.list({ show: 'open' }))
  useWorkHints(reload)
  const complaints = value?.complaints ?? []
  const isLate = complaints.some(({ due }) => due?.state === 'overdue')
  // Those on the list's first page: what is due stands first there.
  const note = complaints.length === 0 ? '反映问题、信访、咨询，归您办的在这里' : `在办 ${complaints.length} 件${value?.hasMore ? '以上' : ''}，${dueCountWords(complaints)}`
  return (
    <Section>
      <ListRow title="投诉信访" note={note} onTap={() => open('complaintFiles')} {...(isLate && { value: <Tag tone="late">有超期</Tag> })} />
    </Section>
  )
}
