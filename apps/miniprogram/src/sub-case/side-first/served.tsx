import { Text, View } from '@tarojs/components'
import type { ThreadService } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { type Account, runLines, servedLine, serviceState } from '@/services'
import './side-first.less'

export function useServed(account: Account, thread: ThreadKey) {
  return useResource(`service ${thread.caseId} ${thread.personId}`, () => account.electronicService.of(thread)).value?.data
}

/** What was served and not opened yet: above everything else, since periods run from it. */
export function NewlyServed({ served, thread }: { served: ThreadService | undefined; thread: ThreadKey }) {
  const fresh = (served?.services ?? []).filter((one) => one.arrived && !one.openedAt && one.file)
  if (fresh.length === 0) return null
  return (
    <Section title="法院向您电子送达了文书">
      {fresh.map((one) => (
        <View key={one.index} className="zx-task">
          <View className="zx-row zx-row--between zx-row--wrap">
            <Text className="zx-body-strong zx-grow">{one.label}</Text>
            <Tag tone="warn">还没有打开</Tag>
          </View>
          <Text className="zx-body">{servedLine(one)}</Text>
          {runLines(one).map((words) => <Text key={words} className="zx-body zx-late">{words}</Text>)}
          <Button onTap={() => open('service', { ...thread })}>打开看看</Button>
        </View>
      ))}
    </Section>
  )
}

/** The way to what was served, and to saying whether documents may come to the phone. */
export function ServiceRow({ served, thread }: { served: ThreadService | undefined; thread: ThreadKey }) {
  if (!served || (!served.mayReceive && !served.consent && served.services.length === 0)) return null
  const { consent, services } = served
  const note = consent?.covers ? '您同意了，文书会送到手机上' : '现在送纸质的；想改成送到手机上，点这里看说明'
  const [latest] = services
  return (
    <Section title="法律文书">
      <ListRow title="电子送达" note={latest ? `最近：${latest.label}，${serviceState(latest).word}` : note} value={consent?.covers ? '已同意' : '看说明'} onTap={() => open('service', { ...thread })} />
    </Section>
  )
}
