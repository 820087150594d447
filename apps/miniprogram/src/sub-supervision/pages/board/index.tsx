import { Text, View } from '@tarojs/components'
import { ListRow } from '@/components/list-row'
import { MainNav } from '@/components/main-nav'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { momentWords, needsSomebody } from '@/services'
import { NumberBlock } from '../../block'

/** What the director looks at on Monday: five numbers on one screen, each with its list. */
export default function BoardPage() {
  return <ReaderPage title="周一看板">{(reader) => <Board {...reader} />}</ReaderPage>
}

function Board({ account: { supervision }, can }: Reader) {
  const found = useResource('board', supervision.overview)
  return (
    <PageShell title="周一看板" root wide foot={<MainNav current="board" />}>
      <ResourceView resource={found} what="正在清点">
        {(overview) => (
          <View className="zx-stack zx-pad">
            {needsSomebody(overview) ? <Text className="zx-title">这些事等着办</Text> : (
              <View className="zx-note zx-note--done">
                <Text className="zx-body-strong">都办到了：{overview.numbers.filter(({ measure }) => overview.monday.includes(measure)).map(({ label }) => label).join('、')}，一项也没有。</Text>
              </View>
            )}
            <Text className="zx-caption">{overview.court}，截至{momentWords(overview.asOf, overview.asOf)}。点一个数，看数的是什么、是哪些。</Text>
            <View className="zx-supervision-blocks">
              {overview.monday.flatMap((measure) => overview.numbers.filter((one) => one.measure === measure)).map((number) => (
                <NumberBlock key={number.measure} compact number={number} />
              ))}
            </View>
            <Section>
              <ListRow title="各团队、各承办人" note="每个团队、每个人名下有多少，点开看是哪些" onTap={() => open('supervision')} />
              {can.may.includes('cases.see_uncovered') ? <ListRow title="没有人承办的案件" note="谁不在、现在谁值班，可以移交" onTap={() => open('uncovered')} /> : null}
            </Section>
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}
