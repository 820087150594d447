import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import type { BulletinEntry, ChartView } from '@zhixin/shared/contract'
import { RhythmSchema } from '@zhixin/shared/ids'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { momentWords } from '@/services'
import { createBulletins } from '@/services/bulletins'
import '../../bulletin.less'

/** What one number of a bulletin counts, entry by entry. */
export default function BulletinEntriesPage() {
  return <ReaderPage title="数字后面的条目">{(reader) => <Entries {...reader} />}</ReaderPage>
}

function Entries({ account }: Reader) {
  const bulletins = account.own(createBulletins)
  const { rhythm: asked, from = '', figure = '', by, key } = useRouter().params
  const rhythm = RhythmSchema.catch('weekly').parse(asked)
  const part = by === undefined ? undefined : { by: by as ChartView['by'], key: decodeURIComponent(key ?? '') }
  const found = useResource(`entries ${rhythm} ${from} ${figure} ${by ?? ''} ${key ?? ''}`, () => bulletins.entries({ rhythm, from }, figure, part))
  return (
    <PageShell title="数字后面的条目" wide>
      <ResourceView resource={found} what="正在从日志里找">
        {({ figure: { label, unit, definition, cite }, entries, total }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-title">{label}：{total}{unit}</Text>
            <Text className="zx-body">{definition}</Text>
            <Text className="zx-caption">{cite.basis === 'proposal' ? '本院自定：' : '依据：'}{cite.source}</Text>
            {entries.length === 0 ? <EmptyState title="没有条目" hint="这个数是0，日志里没有可列的条目。" /> : (
              <Section>{entries.map((entry, i) => <Entry key={i} entry={entry} />)}</Section>
            )}
            {total > entries.length ? <Text className="zx-caption">只列出前{entries.length}条，其余在表格（Excel）里。</Text> : null}
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

function Entry({ entry: { at, kindLabel, receipt, number, department, sentence } }: { entry: BulletinEntry }) {
  return (
    <View className="zx-stack--tight zx-bulletin-part">
      <Text className="zx-body-strong">{sentence}</Text>
      <Text className="zx-body">{[receipt === null ? kindLabel : `${kindLabel} ${receipt}`, department, number].filter(Boolean).join('，')}</Text>
      {at ? <Text className="zx-caption">{momentWords(at, nowHere())}</Text> : null}
    </View>
  )
}
