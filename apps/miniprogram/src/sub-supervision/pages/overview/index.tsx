import type { SupervisionOverview } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { momentWords, SCOPE_TITLES } from '@/services'
import { NumberBlock } from '../../block'

/** Every number of what the reader supervises: as a whole, by team, by officer. */
export default function OverviewPage() {
  return <ReaderPage title="督办">{(reader) => <Overview {...reader} />}</ReaderPage>
}

function Overview({ account: { supervision } }: Reader) {
  const found = useResource('overview', supervision.overview)
  return (
    <PageShell title="督办" wide>
      <ResourceView resource={found} what="正在清点">
        {(overview) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-title">{SCOPE_TITLES[overview.scope]}</Text>
            <Text className="zx-caption">截至{momentWords(overview.asOf, overview.asOf)}。每个数下面写着数的是什么，点开看是哪些。</Text>
            <View className="zx-supervision-blocks">{overview.numbers.map((number) => <NumberBlock key={number.measure} number={number} />)}</View>
            <Kinds numbers={overview.numbers} />
            {overview.scope === 'own' ? null : (
              <>
                <Section title="各团队">
                  {overview.departments.length === 0 ? <EmptyState title="没有" hint="现在没有要督办的事。" /> : null}
                  {overview.departments.map(({ department, numbers }) => (
                    <Group key={department} title={department || '没有写明部门'} numbers={numbers} labels={overview.numbers} query={{ department }} />
                  ))}
                </Section>
                <Section title="各承办人">
                  <View className="zx-supervision-group"><Text className="zx-caption">一件事有几个人承办的，每个人各算一次，所以各人的数加起来会比上面多。</Text></View>
                  {overview.staff.map(({ staffId, name, department, numbers }) => (
                    <Group key={staffId} title={`${name}（${department}）`} numbers={numbers} labels={overview.numbers} query={{ staffId }} />
                  ))}
                </Section>
              </>
            )}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

/** What is looked at by state and by age: petitions. */
function Kinds({ numbers }: { numbers: SupervisionOverview['numbers'] }) {
  const petitions = numbers.find(({ measure }) => measure === 'petitions')
  if (!petitions || petitions.total === 0) return null
  const { label, measure, states, ages } = petitions
  const chip = (key: string, words: string, count: number, query: Record<string, string>) => (
    <Tappable key={key} className="zx-supervision-chip" label={`${label}${words}${count}，看名单`} onTap={() => open('supervised', { measure, ...query })}>
      <Text className="zx-body">{words} {count}</Text>
    </Tappable>
  )
  return (
    <Section title={label}>
      <View className="zx-stack--tight zx-supervision-group">
        <Text className="zx-body-strong">办到哪一步</Text>
        <View className="zx-supervision-chips">{states.map(({ state, label: words, count }) => chip(state, words, count, { state }))}</View>
      </View>
      <View className="zx-stack--tight zx-supervision-group">
        <Text className="zx-body-strong">收到多少天了</Text>
        <View className="zx-supervision-chips">{ages.map(({ age, label: words, count }) => chip(age, words, count, { age }))}</View>
      </View>
    </Section>
  )
}

interface GroupProps {
  title: string
  numbers: SupervisionOverview['departments'][number]['numbers']
  labels: SupervisionOverview['numbers']
  query: Record<string, string>
}

/** A team's or an officer's numbers, each a way to its list; what is none is left out. */
function Group({ title, numbers, labels, query }: GroupProps) {
  return (
    <View className="zx-stack--tight zx-supervision-group">
      <Text className="zx-body-strong">{title}</Text>
      <View className="zx-supervision-chips">
        {labels.filter(({ measure }) => numbers[measure] > 0).map(({ measure, label }) => (
          <Tappable key={measure} className="zx-supervision-chip" label={`${title}${label}${numbers[measure]}，看名单`} onTap={() => open('supervised', { measure, ...query })}>
            <Text className="zx-body">{label} {numbers[measure]}</Text>
          </Tappable>
        ))}
      </View>
    </View>
  )
}
