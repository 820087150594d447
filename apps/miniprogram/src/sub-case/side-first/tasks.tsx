import { Text, View } from '@tarojs/components'
import type { TaskView, ToDo } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { open } from '@/platform/navigation'
import { dateWords, daysLeftWords } from '@/services'
import { dayOf } from '@zhixin/shared/rules'
import { TASK_WORDS } from '@/words/sides'
import './side-first.less'

/** What the court asks of somebody: open first, what is late in red, done below. */
export function Tasks({ toDo: { tasks, forms }, thread }: { toDo: ToDo; thread: ThreadKey }) {
  const [todo, done] = [tasks.filter((task) => !task.done), tasks.filter((task) => task.done)]
  return (
    <Section title={TASK_WORDS.title}>
      {todo.length === 0 ? <EmptyState title={TASK_WORDS.nothing} hint={TASK_WORDS.nothingHint} /> : null}
      {todo.map((task) => (
        <OpenTask key={task.taskId} task={task} canFill={forms.some(({ id, can }) => id === task.form && can)} onFill={() => fill(task, forms, thread)} />
      ))}
      {done.map((task) => (
        <View key={task.taskId} className="zx-task zx-task--done">
          <View className="zx-row zx-row--between zx-row--wrap">
            <Text className="zx-body zx-grow">{task.label}</Text>
            <Tag tone="done">已办好</Tag>
          </View>
          <Text className="zx-caption">{dateWords(dayOf(task.done!.at))} · {task.done!.how ?? '已收到您提交的表'}</Text>
        </View>
      ))}
    </Section>
  )
}

function OpenTask({ task: { label, what, dueOn, daysLeft, basis }, canFill, onFill }: { task: TaskView; canFill: boolean; onFill: () => void }) {
  const isLate = daysLeft !== null && daysLeft < 0
  return (
    <View className={`zx-task ${isLate ? 'zx-task--late' : ''}`}>
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{label}</Text>
        {daysLeft === null ? null : <Tag tone={isLate ? 'late' : 'warn'}>{daysLeftWords(daysLeft)}</Tag>}
      </View>
      <Text className="zx-body">{what}</Text>
      <Text className={isLate ? 'zx-body zx-late' : 'zx-body'}>{dueOn ? `法院要求的最后一天：${dateWords(dueOn)}` : '没有写明哪天以前，请尽快办；不清楚请问承办人'}</Text>
      {basis ? <Text className="zx-caption">依据：{basis}</Text> : null}
      {canFill ? <Button onTap={onFill}>现在填写</Button> : null}
    </View>
  )
}

/** Opens a form; a supplement adds to the newest report. */
export function fill({ form }: { form?: string | undefined }, forms: ToDo['forms'], thread: ThreadKey): void {
  const offer = forms.find(({ id }) => id === form)
  if (!offer) return
  const added = offer.supplements[offer.supplements.length - 1]
  open('form', { ...thread, form: offer.id, ...(added !== undefined && { supplements: String(added) }) })
}

