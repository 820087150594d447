import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { ApplicationState } from '@/components/application-state'
import { Corrections } from '@/components/corrections'
import { FormValues } from '@/components/form-values'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { openDocument, showPicture } from '@/platform/open-file'
import { type Account, type ApplicationPlace, explain, momentWords } from '@/services'
import { DecideApplication } from '../../decide-application'

/** An application at the filing window: what was handed in, by when it is answered, and the answer. */
export default function ApplicationPage() {
  const { caseId = '', personId = '', index = '0' } = useRouter().params
  return <ReaderPage title="申请">{({ account }) => <Opened account={account} place={{ caseId, personId, index: Number(index) }} />}</ReaderPage>
}

function Opened({ account, place }: { account: Account; place: ApplicationPlace }) {
  const resource = useResource(`${place.caseId} ${place.personId} ${place.index}`, () => account.applications.opened(place))
  return (
    <PageShell title={resource.value?.title ?? '申请'}>
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {(opened) => (
            <View className="zx-stack">
              <Text className="zx-headline">{opened.title}</Text>
              <Text className="zx-caption">{opened.caseNumber} · {opened.personName} · {momentWords(opened.at, nowHere())}提交 · 谁看过会留下记录</Text>
              <ApplicationState application={opened} />
              {opened.definition ? <FormValues form={opened.definition} values={opened.said.values} /> : null}
              {opened.said.attachments.length > 0 ? (
                <Section title="照片">
                  {opened.said.attachments.map((note) => <Paper key={note.id} note={note} account={account} place={place} />)}
                </Section>
              ) : null}
              <Corrections corrections={opened.corrections} photo={(note) => <Paper key={note.id} note={note} account={account} place={place} />} />
              {opened.end ? null : <DecideApplication place={place} opened={opened} applications={account.applications} onDone={resource.reload} />}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function Paper({ note, account, place }: { note: AttachmentNote; account: Account; place: ApplicationPlace }) {
  const look = useAction(async () => {
    const path = await account.attachmentFiles.fetch(place, note, account.applications.paperPath(place, note.id))
    if (note.kind === 'picture') showPicture(path)
    else await openDocument(path, note.name)
  })
  return <ListRow title={note.name} note={look.error ? explain(look.error) : undefined} value={<Text className="zx-link">{look.busy ? '正在打开' : '看照片'}</Text>} label={`看${note.name}`} onTap={look.run} />
}
