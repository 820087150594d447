import { useRouter } from '@tarojs/taro'
import { View } from '@tarojs/components'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useResource } from '@/hooks/use-resource'
import type { CaseProgress } from '@/services'
import { Recorder } from '../../recorder'

/** Whoever handles a case records what was done: two taps where nothing has to be filled in. */
export default function RecordPage() {
  const { caseId = '', what, object } = useRouter().params
  return <ReaderPage title="记录节点">{({ account }) => <Record caseId={caseId} what={what} object={object} progress={account.progress} />}</ReaderPage>
}

interface Props {
  caseId: string
  /** Already chosen on the page before. */
  what?: string
  object?: string
  progress: CaseProgress
}

function Record({ caseId, what, object, progress }: Props) {
  const templates = useResource(caseId, () => progress.templates(caseId))
  return (
    <PageShell title="记录节点">
      <View className="zx-stack zx-pad">
        <ResourceView resource={templates} what="正在看可以记录什么">
          {(data) => (
            <Recorder
              caseId={caseId} data={data} progress={progress} onRecorded={templates.reload}
              first={[...data.likely, ...data.others].find((one) => one.what === what && (object === undefined || one.object === decodeURIComponent(object)))}
            />
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
