import { Text, View } from '@tarojs/components'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ApplicationState } from '@/components/application-state'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type Applications, momentWords } from '@/services'
import './side-first.less'

/** Clues and applications: by when each is answered, and how it was. Nothing where nothing was handed in. */
export function Awaited({ thread, applications }: { thread: ThreadKey; applications: Applications }) {
  const { value } = useResource(`${thread.caseId} ${thread.personId}`, () => applications.of(thread))
  const all = value?.data.applications ?? []
  if (all.length === 0) return null
  return (
    <Section title="我交的线索和申请">
      {all.map((one) => (
        <Tappable key={one.index} className="zx-task" label={`看${one.title}`} onTap={() => open('handedIn', { ...thread, index: String(one.index) })}>
          <View className="zx-row zx-row--between zx-row--wrap">
            <Text className="zx-body-strong zx-grow">{one.title}</Text>
            <Tag tone={one.end ? 'done' : one.clock?.late ? 'late' : 'warn'}>{one.end ? '有结果了' : one.waiting === null ? '等答复' : '要补材料'}</Tag>
          </View>
          <Text className="zx-caption">{momentWords(one.at, nowHere())}提交{one.urgent ? '，急' : ''}</Text>
          <ApplicationState application={one} />
        </Tappable>
      ))}
    </Section>
  )
}
