import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import type { Account } from '@/services'
import { ListRow } from '../list-row'
import { Section } from '../section'

/** On a leader's first page: how many messages are asked to be sealed and wait for them. Without a network it only leads there. */
export function SealsToDecide({ account }: { account: Account }) {
  const { value } = useResource('seals to decide', account.sealRequests.list)
  const count = value?.requests.filter(({ mayDecide }) => mayDecide).length ?? 0
  const note = count > 0 ? `${count} 条等您决定` : '发错案件、不该留存的内容，由您决定是否封存'
  return <Section><ListRow title="待批封存" note={note} onTap={() => open('seals')} /></Section>
}
