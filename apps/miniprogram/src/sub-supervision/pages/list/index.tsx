import { MeasureSchema } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { EmptyState } from '@/components/empty-state'
import { More } from '@/components/more'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { usePages } from '@/hooks/use-pages'
import type { Reader } from '@/hooks/use-reader'
import { momentWords, type SupervisedAsked } from '@/services'
import { SupervisedCard } from '../../supervised-card'

/** What a number counts, one by one. */
export default function SupervisedPage() {
  return <ReaderPage title="督办名单">{(reader) => <Supervised {...reader} />}</ReaderPage>
}

const read = (value: string | undefined): string | undefined => (value ? decodeURIComponent(value) : undefined)

function Supervised({ account: { supervision } }: Reader) {
  const { measure: asked, department: team, staffId, state, age } = useRouter().params
  const measure = MeasureSchema.catch('overdue').parse(asked)
  const department = read(team)
  const filter: SupervisedAsked = {
    measure, ...(department !== undefined && { department }), ...(staffId && { staffId }), ...(state && { state }), ...(age && { age }),
  }
  const found = usePages(JSON.stringify(filter), (pages) => supervision.list(filter, pages))
  const { reload } = found
  return (
    <PageShell title="督办名单" wide>
      <ResourceView resource={found} what="正在找">
        {({ label, counts, total, items, hasMore, asOf }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-title">{label}：{total}{department ? `（${department}）` : ''}</Text>
            <Text className="zx-caption">{counts}截至{momentWords(asOf, asOf)}。</Text>
            {items.some(({ can }) => can.urge) ? (
              <View className="zx-note"><Text>点“催办”就记录在案，不能撤销。承办人在待办最上面看到是谁、什么时候、第几次催的；当事人看不到。</Text></View>
            ) : null}
            {total === 0 ? <EmptyState title="没有" hint="现在一项也没有。" /> : null}
            <View className="zx-cards">
              {items.map((item) => <SupervisedCard key={item.itemId} item={item} now={asOf} supervision={supervision} onUrged={reload} />)}
            </View>
            {hasMore ? <More of={found} /> : null}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}
