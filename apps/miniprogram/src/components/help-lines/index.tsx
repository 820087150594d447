import { Articles, Eye, Internation, User, VolumeMax } from '@nutui/icons-react-taro'
import { Text, View } from '@tarojs/components'
import type { HelpLine } from '@zhixin/shared/rules'
import type { ReactNode } from 'react'
import './index.less'

const ICONS: Record<HelpLine['icon'], (props: { className?: string }) => ReactNode> = {
  eye: Eye, sound: VolumeMax, text: Articles, language: Internation, person: User,
}

/** What kind of need it is, to be seen before it is read. Says nothing that is not also in the words beside it. */
export function HelpIcon({ icon }: Pick<HelpLine, 'icon'>) {
  const Drawn = ICONS[icon]
  return <View className="zx-help-line__icon" aria-hidden="true"><Drawn /></View>
}

/** How to talk with somebody: a picture and a line for each thing to mind. */
export function HelpLines({ lines }: { lines: readonly HelpLine[] }) {
  return (
    <View className="zx-stack--tight">
      {lines.map(({ icon, text }) => (
        <View key={text} className="zx-help-line">
          <HelpIcon icon={icon} />
          <Text className="zx-body zx-grow">{text}</Text>
        </View>
      ))}
    </View>
  )
}
