import { ScreeningsSchema } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useResource } from '@/hooks/use-resource'
import { useWorkHints } from '@/hooks/use-work-hints'
import { nowHere } from '@/platform/now'
import { open } from '@/platform/navigation'
import { type Account, momentWords } from '@/services'
import type { Api } from '@/services/api'
import { Button } from '../button'

const createOwed = (api: Api) => ({ screenings: () => api.read('/screenings', ScreeningsSchema) })

/** What a liaison was reminded to report and has not reported, above their work. Draws nothing when there is nothing. */
export function ScreeningOwed({ account }: { account: Account }) {
  const { value, reload } = useResource('screening owed', account.own(createOwed).screenings)
  useWorkHints(reload)
  const owed = (value?.periods ?? []).flatMap(({ rhythm, from, rows }) => rows
    .filter(({ department, reported, remindedAt }) => department === value?.mine && !reported && remindedAt)
    .map(({ remindedAt }) => ({ from, what: rhythm === 'weekly' ? '周排查' : '日零报告', at: remindedAt! })))
  if (owed.length === 0) return null
  return (
    <View className="zx-note zx-note--late zx-stack--tight">
      {owed.map(({ from, what, at }) => <Text key={what + from} className="zx-body">{what}（{from}起）还没有报，{momentWords(at, nowHere())}已催报</Text>)}
      <Button kind="plain" inline onTap={() => open('screening')}>去报（没有情况也要报）</Button>
    </View>
  )
}
