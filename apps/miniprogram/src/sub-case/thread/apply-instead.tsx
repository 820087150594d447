import { Text, View } from '@tarojs/components'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import type { Forms } from '@/services'

/** The form behind a kind of message that is no filing: what is handed in on it is one. */
export const FORM_OF: Readonly<Record<string, string>> = { objection: 'objection', resumption: 'resumption' }

/** The way to the filing window, where this person may hand the form in. */
export function ApplyInstead({ thread, forms, form }: { thread: ThreadKey; forms: Forms; form: string }) {
  const { value } = useResource(`${thread.caseId} ${thread.personId} ${form}`, () => forms.toDo(thread))
  const offer = value?.data.forms.find(({ id, can }) => id === form && can)
  if (!offer) return null
  return (
    <View className="zx-stack">
      <Text className="zx-body">要正式提出的，请填{offer.title}，直接交到立案窗口：有办理的最后一天，会给您案号，或者写明不能立案的理由。</Text>
      <Button onTap={() => open('form', { ...thread, form })}>填{offer.title}</Button>
    </View>
  )
}
