import { Text } from '@tarojs/components'
import { chooseDisplay } from '@/platform/display'
import { useDisplay } from '@/platform/use-display'
import { Tappable } from '../tappable'
import './index.less'

/** The way into the elder layout and out of it, in one tap. */
export function ElderSwitch() {
  const { elder } = useDisplay()
  return (
    <Tappable className="zx-elder-switch" pressed={elder} onTap={() => chooseDisplay({ elder: !elder })}>
      <Text>{elder ? '返回标准版' : '字太小？用长辈版（大字、大按钮）'}</Text>
    </Tappable>
  )
}
