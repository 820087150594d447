import type { ComplaintAbilities } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { open } from '@/platform/navigation'
import type { ComplaintPlace } from '@/services'
import './files.less'

interface Props {
  steps: ComplaintAbilities['steps']
  place: ComplaintPlace
  /** The reader is whom it is about, and may explain. */
  explain: boolean
  isOver: boolean
}

/** What the reader can do next, and of what cannot be done yet why not. */
export function StepList({ steps, place, explain, isOver }: Props) {
  const ready = steps.filter(({ hindered }) => hindered.length === 0)
  const hindered = steps.filter((step) => step.hindered.length > 0)
  return (
    <Section title="下一步办什么">
      <View className="zx-file-block">
        {ready.length === 0 ? (
          <Text className="zx-body">
            {explain ? '这件反映的是您，由别人办。您可以在下面写说明。' : isOver ? '这件已经办结，没有要您办的。' : '现在没有要您办的。轮到您时，这里会出现办理的按钮。'}
          </Text>
        ) : null}
        {ready.map(({ step, label, as }, i) => (
          <View key={step} className="zx-stack--tight">
            <Button kind={i === 0 ? 'main' : 'plain'} onTap={() => open('complaintStep', { ...place, step })}>{label}</Button>
            <Text className="zx-caption">以“{as}”的身份办</Text>
          </View>
        ))}
        {hindered.map(({ step, label, hindered: why }) => (
          <View key={step} className="zx-note">
            <View><Text className="zx-body-strong">{label}：现在还不能办</Text></View>
            {why.map((one) => <Text key={one} className="zx-body">{one}</Text>)}
          </View>
        ))}
      </View>
    </Section>
  )
}
