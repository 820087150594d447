import type { ToDo } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { momentWords } from '@/services'
import { fill } from './tasks'

/** Forms that can be handed in, and those that were. */
export function Offers({ title, toDo: { forms }, thread }: { title: string; toDo: ToDo; thread: ThreadKey }) {
  const offered = forms.filter(({ can, submitted }) => can || submitted.length > 0)
  if (offered.length === 0) return null
  return (
    <Section title={title}>
      {offered.flatMap((form) => [
        ...(form.can ? [<ListRow key={form.id} title={form.title} value="填写" onTap={() => fill({ form: form.id }, forms, thread)} />] : []),
        ...form.submitted.map(({ index, at }) => (
          <ListRow
            key={index} title={form.title} note={`${momentWords(at, nowHere())}提交`} value="看内容" label={`看${form.title}`}
            onTap={() => open('handedIn', { ...thread, index: String(index) })}
          />
        )),
      ])}
    </Section>
  )
}
