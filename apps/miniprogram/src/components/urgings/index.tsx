import type { SupervisedItemView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useEffect } from 'react'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { type Account, urgedWords } from '@/services'
import { Button } from '../button'

/** What a member of staff was urged to do and has not done, above their work: by whom, when, how often. Draws nothing when there is nothing. */
export function Urgings({ account, changed }: { account: Account; changed: unknown }) {
  const { value, reload } = useResource('urgings', account.supervision.mine)
  useEffect(() => {
    if (changed) reload()
  }, [changed, reload])
  if (!value || value.length === 0) return null
  return <View className="zx-stack">{value.map((item) => <Urged key={item.itemId} item={item} />)}</View>
}

function Urged({ item: { title, what, urged, opens } }: { item: SupervisedItemView }) {
  return (
    <View className="zx-note zx-note--late zx-stack--tight">
      <Text className="zx-body-strong zx-late">{urgedWords(urged, nowHere())}</Text>
      <Text className="zx-body">{what}</Text>
      <Text className="zx-caption zx-number">{title}</Text>
      {opens?.page === 'thread' ? <Button kind="plain" inline onTap={() => open('thread', { caseId: opens.caseId, personId: opens.personId })}>去答复</Button> : null}
      {opens?.page === 'case' ? <Button kind="plain" inline onTap={() => open('case', { caseId: opens.caseId })}>去办理</Button> : null}
    </View>
  )
}
