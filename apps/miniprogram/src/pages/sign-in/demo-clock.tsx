import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { DemoClockView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import { clockWords, dateWords } from '@/services/format'
import './demo-people.less'

const STEPS = [
  { days: 1, title: '+1 天' }, { days: 3, title: '+3 天' }, { days: 10, title: '+10 天' }, { days: 30, title: '+30 天' },
] as const
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** Demonstration only: which day it is there, and setting it forward, so that periods can be seen running out. */
export function DemoClock() {
  const clock = useResource('clock', services.beforeSignIn.demoClock)
  const [set, setSet] = useState<DemoClockView | null>(null)
  const forward = useAction(async (days: number) => setSet(await services.beforeSignIn.forwardDemoClock({ days })))
  return (
    <Section title="演示时钟">
      <ResourceView resource={clock}>
        {(first) => {
          const { now, day, weekday, isWorkday, daysAhead } = set ?? first
          return (
            <View className="zx-stack--tight zx-pad">
              <Text className="zx-body-strong">演示里现在是 {dateWords(day)} 周{WEEKDAYS[weekday - 1]} {clockWords(now)}（{isWorkday ? '工作日' : '休息日'}）</Text>
              {daysAhead > 0 ? <Text className="zx-caption">比实际时间快 {daysAhead} 天。</Text> : null}
              <View className="zx-row zx-row--wrap">
                {STEPS.map(({ days, title }) => (
                  <View key={days} className="demo-clock__step"><Button kind="plain" busy={forward.busy} onTap={() => forward.run(days)}>{title}</Button></View>
                ))}
              </View>
              <Text className="zx-caption">用来看期限怎么提醒、怎么超期。只能往后拨，不能拨回来；拨了以后，已经登录的人可能要重新登录。</Text>
              {forward.error ? <Text className="zx-body zx-late">{explain(forward.error)}</Text> : null}
            </View>
          )
        }}
      </ResourceView>
    </Section>
  )
}
