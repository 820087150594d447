import { Text, View } from '@tarojs/components'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import './demo-people.less'

const GROUPS = [
  { audience: 'litigant', title: '当事人、代理人' },
  { audience: 'staff', title: '法院工作人员' },
] as const

/** Demonstration only: be one of the invented people with one tap. */
export function DemoPeople() {
  const people = useResource('people', services.beforeSignIn.demoPeople)
  const become = useAction(async (id: string) => {
    await services.session.asDemoPerson(id)
    restart('entry')
  })
  return (
    <Section title="演示：点一位虚构人物进入">
      {become.error ? <Text className="zx-body zx-late">{explain(become.error)}</Text> : null}
      <ResourceView resource={people}>
        {(list) => (
          <View className="zx-demo">
            {GROUPS.map(({ audience, title }) => (
              <View key={audience} className="zx-demo__group">
                <Text className="zx-caption zx-demo__title">{title}</Text>
                {list.filter((one) => one.audience === audience).map(({ id, name, what }) => (
                  <Tappable key={id} className="zx-demo__person" onTap={() => become.run(id)}>
                    <Text className="zx-body-strong">{name}</Text>
                    <Text className="zx-caption">{what}</Text>
                  </Tappable>
                ))}
              </View>
            ))}
          </View>
        )}
      </ResourceView>
    </Section>
  )
}
