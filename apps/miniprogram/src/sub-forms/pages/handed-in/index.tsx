import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect } from 'react'
import type { ApplicationView, CorrectionView } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { ApplicationState } from '@/components/application-state'
import { Button } from '@/components/button'
import { Corrections } from '@/components/corrections'
import { FormValues } from '@/components/form-values'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { back } from '@/platform/navigation'
import { openDocument, showPicture } from '@/platform/open-file'
import { nowHere } from '@/platform/now'
import { type Account, explain, momentWords } from '@/services'
import { AnswerClue } from '../../answer-clue'
import { SupplyApplication } from '../../supply-application'

/** A form as it was handed in, to be read: by whoever sent it, and by those who handle the case. */
export default function HandedInPage() {
  const { caseId = '', personId = '', index = '0', fresh } = useRouter().params
  return (
    <ReaderPage title="已提交的表">
      {({ account }) => <Read account={account} thread={{ caseId, personId }} index={Number(index)} isFresh={fresh === '1'} />}
    </ReaderPage>
  )
}

function Read({ account, thread, index, isFresh }: { account: Account; thread: ThreadKey; index: number; isFresh: boolean }) {
  const resource = useResource(`${thread.caseId} ${thread.personId} ${index}`, async () => {
    const [found, answered] = await Promise.all([account.forms.handedIn(thread, index), account.applications.one({ ...thread, index })])
    return { ...found, ...answered }
  })
  return (
    <PageShell title={resource.value?.said.title ?? '已提交的表'}>
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {(found) => (
            <View className="zx-stack">
              {isFresh ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">已提交，存入案卷</Text></View> : null}
              <Text className="zx-headline">{found.said.title}</Text>
              <Text className="zx-caption">{found.entry.actorName} · {momentWords(found.entry.at, nowHere())}提交 · 提交后不能修改，只能补充</Text>
              {found.application ? <ApplicationState application={found.application} /> : null}
              <Corrections
                corrections={shownOf(found)} photo={(note) => <Paper key={note.id} note={note} account={account} thread={thread} />}
              />
              {found.maySupply ? (
                <SupplyApplication account={account} place={{ ...thread, index }} asked={lastOf(found.application!.corrections)} onDone={resource.reload} />
              ) : null}
              <FormValues form={found.form} values={found.said.values} />
              {found.said.attachments.length > 0 ? (
                <Section title="照片">
                  {found.said.attachments.map((note) => <Paper key={note.id} note={note} account={account} thread={thread} />)}
                </Section>
              ) : null}
              {found.mayAnswer ? <AnswerClue place={{ ...thread, index }} applications={account.applications} onDone={resource.reload} /> : null}
              <Button kind="plain" onTap={back}>返回</Button>
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

/** What is still to be brought is shown where it is written. */
const shownOf = ({ application, maySupply }: { application: ApplicationView | undefined; maySupply: boolean }): CorrectionView[] =>
  (application?.corrections ?? []).filter(({ supplied }) => !maySupply || supplied !== null)

const lastOf = <T,>(list: readonly T[]): T => list[list.length - 1]!

function Paper({ note, account, thread }: { note: AttachmentNote; account: Account; thread: ThreadKey }) {
  const { caseId, personId } = thread
  // What was fetched to be looked at goes with the page.
  useEffect(() => () => void account.attachmentFiles.putAway({ caseId, personId }, [note.id]), [account, caseId, personId, note.id])
  const look = useAction(async () => {
    const path = await account.attachmentFiles.fetch(thread, note)
    if (note.kind === 'picture') showPicture(path)
    else await openDocument(path, note.name)
  })
  return <ListRow title={note.name} note={look.error ? explain(look.error) : undefined} value={<Text className="zx-link">{look.busy ? '正在打开' : '看照片'}</Text>} label={`看${note.name}`} onTap={look.run} />
}
