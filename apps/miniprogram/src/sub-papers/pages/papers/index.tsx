import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { explain, momentWords, type PaperFilePlace, type PapersService } from '@/services'
import { OwnDrafts } from '../../own-drafts'

/** Staff: the papers of a file; without one, what the reader has begun and what others ask them to sign. */
export default function PapersPage() {
  const { place, id, fileId = id } = useRouter().params
  const file = fileId && (place === 'case' || place === 'petition') ? { place, fileId } as PaperFilePlace : undefined
  return (
    <ReaderPage title="法院文书">
      {({ account }) => (
        <PageShell title="法院文书" wide>
          <View className="zx-stack zx-pad">{file ? <OfFile file={file} service={account.papers} /> : <Mine service={account.papers} />}</View>
        </PageShell>
      )}
    </ReaderPage>
  )
}

function OfFile({ file, service }: { file: PaperFilePlace; service: PapersService }) {
  const resource = useResource(`papers ${file.place} ${file.fileId}`, () => service.of(file))
  const begin = useAction(async (form: string) => {
    const { paperId } = await service.begin(file, form)
    open('paper', { paperId })
  })
  return (
    <ResourceView resource={resource} what="正在打开文书">
      {({ data: { number, forms, drafts, filed } }) => (
        <View className="zx-stack">
          <Text className="zx-body-strong">{number}</Text>
          {begin.error ? <View className="zx-note zx-note--late"><Text>{explain(begin.error)}</Text></View> : null}
          <OwnDrafts title="没办完的（只有您看得到）" drafts={drafts} service={service} onChanged={resource.reload} />
          {forms.map(({ id, label, intro, cite, isProposal }) => (
            <Section key={id} title={label}>
              <View className="zx-stack zx-pad">
                <Text className="zx-body">{intro}</Text>
                <Text className="zx-caption">{isProposal ? '本院自定' : `依据：${cite}`}</Text>
                <Button kind="plain" busy={begin.busy} onTap={() => begin.run(id)}>新做一份{label}</Button>
              </View>
            </Section>
          ))}
          <Section title="已经入卷的">
            {filed.map(({ paperId, label, at, byName, refused, replacedBy }) => (
              <ListRow
                key={paperId} title={`${label}${replacedBy ? '（已更正）' : ''}`} value="看"
                note={`${momentWords(at, nowHere())}由${byName}办结${refused ? '，对方拒绝签字，有谈话记录' : ''}`}
                onTap={() => open('filedPaper', { ...file, paperId })}
              />
            ))}
            {filed.length === 0 ? <EmptyState title="还没有入卷的文书" hint={forms.length > 0 ? '从上面选一种开始。填的内容会自动保存，办结以后才入卷。' : '由承办人填写，办结以后在这里看。'} /> : null}
          </Section>
        </View>
      )}
    </ResourceView>
  )
}

function Mine({ service }: { service: PapersService }) {
  const resource = useResource('papers mine', () => service.drafts())
  return (
    <ResourceView resource={resource} what="正在打开文书">
      {({ drafts, toSign }) => (
        <View className="zx-stack">
          {toSign.length > 0 ? (
            <Section title="请您签字的">
              {toSign.map(({ paperId, label, number, authorName }) => (
                <ListRow key={paperId} title={`${label}，${number}`} note={`${authorName}请您看全文后签字`} value="去签字" onTap={() => open('paper', { paperId })} />
              ))}
            </Section>
          ) : null}
          <OwnDrafts title="您没办完的" drafts={drafts} ofMany service={service} onChanged={resource.reload} />
          {drafts.length + toSign.length === 0 ? <EmptyState title="没有要写、要签的文书" hint="新的文书从案件页或者信访件里的“法院文书”开始做。" /> : null}
        </View>
      )}
    </ResourceView>
  )
}
