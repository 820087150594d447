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
        ...form.submitted.map(({ index, at, isSealed }) => {
          const note = `${momentWords(at, nowHere())}提交`
          if (isSealed) return <ListRow key={index} title={form.title} note={`${note}，已封存，不再算数`} />
          const read = () => open('handedIn', { ...thread, index: String(index) })
          return <ListRow key={index} title={form.title} note={note} value="看内容" label={`看${form.title}`} onTap={read} />
        }),
      ])}
    </Section>
  )
}
