import type { ConductRecords } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import type { Reader } from '@/hooks/use-reader'
import { useResource } from '@/hooks/use-resource'
import { dateWords } from '@/services'
import '../../supervision.less'

/** The record of civilised enforcement: one's own, those of the team one leads, or all. */
export default function ConductPage() {
  return <ReaderPage title="文明执法档案">{(reader) => <Conduct {...reader} />}</ReaderPage>
}

function Conduct({ account: { supervision } }: Reader) {
  const found = useResource('conduct', supervision.conduct)
  return (
    <PageShell title="文明执法档案" wide>
      <ResourceView resource={found}>
        {({ officers }) => (
          <View className="zx-stack zx-pad">
            <Text className="zx-body">只记查明并且作出结论的。有人反映、正在查、查明不属实的，不记在这里，也不计数。</Text>
            {officers.length === 0 ? <EmptyState title="没有可以看的档案" hint="承办案件的人员看得到自己的，领导看得到自己带的人的。" /> : null}
            <View className="zx-cards">{officers.map((officer) => <Officer key={officer.staffId} officer={officer} />)}</View>
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

function Officer({ officer: { name, department, findings } }: { officer: ConductRecords['officers'][number] }) {
  return (
    <Section title={`${name}（${department}）`}>
      {findings.length === 0 ? <View className="zx-supervision-group"><Text className="zx-body">没有记录</Text></View> : null}
      {findings.map(({ kindLabel, outcome, concludedOn, documentSm3 }) => (
        <View key={`${concludedOn}${documentSm3}`} className="zx-stack--tight zx-supervision-group">
          <Text className="zx-body-strong">{kindLabel}：{outcome}</Text>
          <Text className="zx-body">{dateWords(concludedOn)}作出结论</Text>
          <Text className="zx-caption zx-number">结论文书校验值 {documentSm3.slice(0, 16)}…</Text>
        </View>
      ))}
    </Section>
  )
}
