import type { FilingItem } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/button'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { openDocument } from '@/platform/open-file'
import type { Account } from '@/services'
import { explain } from '@/services/errors'
import { filedWords, whyWords } from '@/services/filing-words'

/** Staff: how far each thread of a case is in the court's electronic file, handing it in now, and its document. */
export function Filings({ caseId, account: { filings } }: { caseId: string; account: Account }) {
  const resource = useResource(`filings ${caseId}`, () => filings.ofCase(caseId))
  return (
    <Section title="归卷（电子卷宗）">
      <ResourceView resource={resource} what="正在看归卷">
        {({ connected, threads }) => (
          <View className="zx-stack zx-pad">
            {threads.length === 0 ? <Text className="zx-caption">还没有沟通内容，不用归卷。</Text> : null}
            {threads.map((thread) => <OneThread key={thread.personId} thread={thread} connected={connected} filings={filings} onFiled={resource.reload} />)}
          </View>
        )}
      </ResourceView>
    </Section>
  )
}

interface Props {
  thread: FilingItem
  connected: boolean
  filings: Account['filings']
  onFiled(): void
}

function OneThread({ thread, connected, filings, onFiled }: Props) {
  const file = useAction(async () => {
    await filings.fileNow(thread)
    onFiled()
  })
  const look = useAction(async () => openDocument(await filings.document(thread), '沟通记录.pdf'))
  const why = whyWords(thread, connected, nowHere())
  const error = file.error ?? look.error
  return (
    <View className="zx-stack--tight">
      <Text className="zx-body-strong">{thread.personName}<Text className="zx-caption"> {thread.personRole}</Text></Text>
      <View><Text className="zx-body">{filedWords(thread)}</Text></View>
      {why ? <View><Text className={`zx-caption ${thread.because ? 'zx-late' : ''}`}>{why}</Text></View> : null}
      <View className="zx-row zx-row--wrap">
        {connected && thread.stands !== 'filed' && thread.stands !== 'under_way' ? <Button kind="plain" inline busy={file.busy} onTap={file.run}>现在归卷</Button> : null}
        <Button kind="plain" inline busy={look.busy} onTap={look.run}>打开 PDF</Button>
      </View>
      {error ? <Text className="zx-body zx-late">{explain(error)}</Text> : null}
    </View>
  )
}
