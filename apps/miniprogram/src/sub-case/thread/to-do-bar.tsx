import { Text } from '@tarojs/components'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Tappable } from '@/components/tappable'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { daysLeftWords, type Forms } from '@/services'
import './matter-bar.less'

/** What a respondent's thread begins with: how much there is to do, the nearest day, and the way there. Nothing where there is nothing. */
export function ToDoBar({ thread, forms, changes }: { thread: ThreadKey; forms: Forms; changes: number }) {
  const { value } = useResource(`${thread.caseId} ${thread.personId} ${changes}`, () => forms.toDo(thread))
  const tasks = value?.data.tasks.filter(({ done }) => !done) ?? []
  const first = tasks[0]
  if (!first) return null
  const isLate = first.daysLeft !== null && first.daysLeft < 0
  return (
    <Tappable className="zx-matter" label="看要办的事" onTap={() => open('case', { caseId: thread.caseId })}>
      <Text className={`zx-body-strong zx-grow ${isLate ? 'zx-late' : ''}`}>
        您有 {tasks.length} 件事要办：{first.label}{first.daysLeft === null ? '' : `，${daysLeftWords(first.daysLeft)}`}
      </Text>
      <Text className="zx-link">去办</Text>
    </Tappable>
  )
}
