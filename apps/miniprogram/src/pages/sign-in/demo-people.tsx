import { Text } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { restart } from '@/platform/navigation'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

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
        {(list) => list.map(({ id, name, what }) => <ListRow key={id} title={name} note={what} onTap={() => become.run(id)} />)}
      </ResourceView>
    </Section>
  )
}
