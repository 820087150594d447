import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { FiledPaperView } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { openDocument, showPicture } from '@/platform/open-file'
import { type Account, explain, momentWords, type PaperFilePlace } from '@/services'

/** Staff: a finished paper, its files and signatures, and the step that rests on it. */
export default function FiledPage() {
  const { place = 'case', fileId = '', paperId = '', fresh } = useRouter().params
  const file = { place: place === 'petition' ? 'petition' : 'case', fileId } as PaperFilePlace
  return <ReaderPage title="入卷的文书">{({ account }) => <Filed account={account} file={file} paperId={paperId} isFresh={fresh === '1'} />}</ReaderPage>
}

interface Props {
  account: Account
  file: PaperFilePlace
  paperId: string
  isFresh: boolean
}

function Filed({ account: { papers, progress }, file, paperId, isFresh }: Props) {
  const resource = useResource(`filed ${paperId}`, () => papers.filed(file, paperId))
  const [said, setSaid] = useState(isFresh ? '已经办结入卷。' : '')
  const look = useAction(async (id: string, name: string) => {
    const path = await papers.file(file, paperId, id, name)
    if (/\.(png|jpg)$/.test(name)) showPicture(path)
    else await openDocument(path, name)
  })
  const record = useAction(async ({ what, on, about, fields }: NonNullable<FiledPaperView['records']>) => {
    await progress.record(file.fileId, { what, on, fields, paper: paperId, ...(about.length > 0 && { about }) })
    setSaid('已记入办案进程，并告知申请执行人。')
    resource.reload()
  })
  const correct = useAction(async (form: string) => {
    const begun = await papers.begin(file, form, paperId)
    open('paper', { paperId: begun.paperId })
  })
  const error = look.error ?? record.error ?? correct.error
  return (
    <PageShell title="入卷的文书" wide>
      <View className="zx-stack zx-pad">
        {said ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">{said}</Text></View> : null}
        {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
        <ResourceView resource={resource} what="正在打开文书">
          {({ data, can }) => (
            <View className="zx-stack">
              <View>
                <View><Text className="zx-title">{data.label}{data.replacedBy ? '（已被另一份更正）' : ''}</Text></View>
                <Text className="zx-body">{data.number}，{momentWords(data.at, nowHere())}由{data.byName}办结</Text>
              </View>
              {data.records && !data.replacedBy ? (
                data.records.recorded
                  ? <View className="zx-note zx-note--done"><Text>“{data.records.label}”已经凭这份笔录记入办案进程。</Text></View>
                  : can.fill ? (
                    <View className="zx-stack">
                      <View className="zx-note zx-note--warn"><Text>还没有记入办案进程。记入以后，申请执行人会收到告知。</Text></View>
                      <Button busy={record.busy} onTap={() => record.run(data.records!)}>凭这份笔录，记“{data.records.label}”</Button>
                    </View>
                  ) : null
              ) : null}
              <Section title="文件">
                <ListRow title="PDF（看、打印）" value="打开" onTap={() => look.run(data.files.pdf, `${data.label}.pdf`)} />
                <ListRow title="Word（装订、转发）" value="打开" onTap={() => look.run(data.files.docx, `${data.label}.docx`)} />
                {data.material.map(({ id, name }) => <ListRow key={id} title={name} value="打开" onTap={() => look.run(id, name)} />)}
              </Section>
              <Section title="签字">
                {data.signatures.map(({ by, label, staffName, at, device, way, attachmentId }) => (
                  <ListRow
                    key={by} title={`${label}${staffName ? `，${staffName}` : ''}`} value="看签字" onTap={() => look.run(attachmentId, '签字.png')}
                    note={`${momentWords(at, nowHere())}${way === 'paper' ? '，纸上签字的照片' : device === 'officer' ? '，本人到场签在承办人的设备上' : '，签在本人的设备上'}`}
                  />
                ))}
                {data.refusedToSign ? <ListRow title="拒绝签字，谈话内容记录" note={data.refusedToSign.talkRecord} /> : null}
              </Section>
              <Text className="zx-caption" userSelect>内容校验值（SM3）：{data.contentSm3}</Text>
              {can.fill && !data.replacedBy ? (
                <Button kind="plain" busy={correct.busy} onTap={() => correct.run(data.form)}>写错了，另做一份更正</Button>
              ) : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}
