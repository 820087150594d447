import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import type { BulletinAbilities, BulletinView } from '@zhixin/shared/contract'
import { RhythmSchema } from '@zhixin/shared/ids'
import { useState } from 'react'
import { Button } from '@/components/button'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import type { Reader } from '@/hooks/use-reader'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { openDocument } from '@/platform/open-file'
import { type BulletinsService, explain, momentWords } from '@/services'
import { spanWords, standingWords } from '@/services/bulletin-words'
import { createBulletins } from '@/services/bulletins'
import { BulletinHeading } from '../../bulletin-heading'
import { IssueSheet } from '../../issue-sheet'

/** A bulletin: its headings, figures and rates, its papers, and the editor's remarks before it is issued. */
export default function BulletinPage() {
  return <ReaderPage title="通报">{(reader) => <Bulletin {...reader} />}</ReaderPage>
}

function Bulletin({ account }: Reader) {
  const bulletins = account.own(createBulletins)
  const { rhythm: asked, from = '' } = useRouter().params
  const rhythm = RhythmSchema.catch('weekly').parse(asked)
  const found = useResource(`bulletin ${rhythm} ${from}`, () => bulletins.view({ rhythm, from }))
  return (
    <PageShell title="通报" wide>
      <ResourceView resource={found} what="正在从日志里清点">
        {({ data, can }) => (
          <View className="zx-stack zx-pad">
            <Head view={data} can={can} service={bulletins} onIssued={found.reload} />
            {data.headings.map((heading) => (
              <BulletinHeading
                key={heading.id} period={{ rhythm, from }} heading={heading} can={can} service={bulletins}
                issued={data.issued ? { next: data.issued.remarks[heading.id] } : undefined} onRemarked={found.reload}
              />
            ))}
            <Text className="zx-caption">{data.note}</Text>
          </View>
        )}
      </ResourceView>
    </PageShell>
  )
}

interface HeadProps {
  view: BulletinView
  can: BulletinAbilities
  service: BulletinsService
  onIssued(): void
}

function Head({ view, can, service, onIssued }: HeadProps) {
  const { title, issued, standing, issueOn, asOf } = view
  const [issuing, setIssuing] = useState(false)
  const fetching = useAction(async (kind: 'docx' | 'xlsx', edition?: number) => {
    const name = `${title} ${spanWords(view)}${edition === undefined ? '' : ` 第${edition}版`}`
    await openDocument(await service.file(view, kind, name, edition), `${name}.${kind}`)
  })
  return (
    <View className="zx-stack">
      <Text className="zx-headline">{title}</Text>
      <Text className="zx-body-strong">{spanWords(view)}</Text>
      <Text className="zx-body">{standingWords({ standing, issueOn, edition: issued?.edition ?? 0 })}；报送、印发：{view.to_whom}</Text>
      {issued ? (
        <Text className="zx-caption">{momentWords(issued.at, nowHere())}由{issued.by || '本院'}印发。下面是印发时的内容{issued.because ? `，更正原因：${issued.because}` : ''}。</Text>
      ) : <Text className="zx-caption">数字算到{momentWords(asOf, nowHere())}，没有印发以前会随日志变动。</Text>}
      {issued && issued.changed.length > 0 ? (
        <View className="zx-note zx-note--warn">
          <Text className="zx-body-strong">印发以后又有补记，下面这些数现在和印发时不同：</Text>
          {issued.changed.map(({ id, label, issued: then, now }) => <View key={id}><Text className="zx-body">{label}：印发时{then}，现在{now}</Text></View>)}
        </View>
      ) : null}
      <View className="zx-row zx-row--wrap">
        <Button kind="plain" inline busy={fetching.busy} onTap={() => fetching.run('docx')}>{issued ? '下载公文（Word）' : '下载草稿（Word）'}</Button>
        <Button kind="plain" inline busy={fetching.busy} onTap={() => fetching.run('xlsx')}>{issued ? '下载表格（Excel）' : '下载草稿（Excel）'}</Button>
        {can.issue ? <Button inline onTap={() => setIssuing(true)}>印发</Button> : null}
        {can.correct ? <Button kind="plain" inline onTap={() => setIssuing(true)}>印发更正</Button> : null}
      </View>
      {issued?.before.map(({ edition, at }) => (
        <View key={edition} className="zx-row zx-row--wrap">
          <Text className="zx-body">第{edition}版，{momentWords(at, nowHere())}印发，已被更正：</Text>
          <Button kind="plain" inline busy={fetching.busy} onTap={() => fetching.run('docx', edition)}>公文</Button>
          <Button kind="plain" inline busy={fetching.busy} onTap={() => fetching.run('xlsx', edition)}>表格</Button>
        </View>
      ))}
      {fetching.busy ? <Text className="zx-caption">正在制作文件，条目多的要几秒钟。</Text> : null}
      {fetching.error ? <Text className="zx-body zx-late">{explain(fetching.error)}</Text> : null}
      <IssueSheet view={view} open={issuing} isCorrection={can.correct} service={service} onClose={() => setIssuing(false)} onIssued={onIssued} />
    </View>
  )
}
