import { useRouter } from '@tarojs/taro'
import type { NodeView, ProgressAbilities, ProgressView } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import type { Account, CaseProgress } from '@/services'
import { Hold } from '../../hold'
import { Periods } from '../../periods'
import { RecordRow } from '../../record-row'
import { RecordSheet } from '../../record-sheet'
import { Suspensions } from '../../suspensions'

/** The court's own record of a case: what was done and by whom recorded, whom it is told, what is due, and what a judge may change of it. */
export default function ProgressPage() {
  const { caseId = '' } = useRouter().params
  return <ReaderPage title="办案节点">{({ account }) => <Progress caseId={caseId} progress={account.progress} files={account.attachmentFiles} />}</ReaderPage>
}

function Progress({ caseId, progress, files }: Pick<Props, 'caseId' | 'progress' | 'files'>) {
  const resource = useResource(caseId, () => progress.ofCase(caseId))
  return (
    <PageShell title="办案节点">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在看办案节点">
          {({ data, can }) => <Shown caseId={caseId} data={data} can={can} progress={progress} files={files} onChanged={resource.reload} />}
        </ResourceView>
      </View>
    </PageShell>
  )
}

type AttachmentFiles = Account['attachmentFiles']

interface Props {
  caseId: string
  data: ProgressView
  can: ProgressAbilities
  progress: CaseProgress
  files: AttachmentFiles
  onChanged(): void
}

function Shown({ caseId, data, can, progress, files, onChanged }: Props) {
  const [looked, setLooked] = useState<NodeView | null>(null)
  return (
    <View className="zx-stack">
      {data.held ? (
        <View className="zx-note zx-note--warn zx-stack--tight">
          <Text className="zx-body-strong">本案已暂停自动告知</Text>
          <Text className="zx-body">新记录的节点不会自动告知当事人，须由员额法官逐条放行。理由：{data.held.reason}。</Text>
          <Text className="zx-caption">{data.held.by}设定</Text>
        </View>
      ) : null}
      {can.record ? <Button onTap={() => open('recordNode', { caseId })}>记录节点</Button> : null}
      <Periods caseId={caseId} periods={data.periods} can={can} progress={progress} onChanged={onChanged} />
      <Section title="已记录（按办理时间，新的在前）">
        {data.records.map((record) => <RecordRow key={record.recordId} record={record} onTap={() => setLooked(record)} />)}
      </Section>
      <Suspensions caseId={caseId} data={data} can={can} progress={progress} onChanged={onChanged} />
      {can.hold ? <Hold caseId={caseId} held={data.held !== null} progress={progress} onChanged={onChanged} /> : null}
      {looked ? (
        <RecordSheet
          files={files}
          caseId={caseId} record={looked} progress={progress} onClose={() => setLooked(null)}
          onChanged={() => {
            setLooked(null)
            onChanged()
          }}
        />
      ) : null}
    </View>
  )
}
