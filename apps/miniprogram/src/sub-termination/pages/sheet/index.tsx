import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import type { TerminationAbilities, TerminationSheet } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { openDocument } from '@/platform/open-file'
import type { TerminationService } from '@/services'
import { explain } from '@/services/errors'
import { filedWords, standingWords } from '@/services/termination-words'
import { createTermination } from '@/services/termination'
import { CheckCard } from '../../check-card'

/** Staff: what the file shows of each of the thirteen checks before a termination, what is missing, and the sheet's filing. */
export default function SheetPage() {
  const { caseId = '' } = useRouter().params
  return <ReaderPage title="终本证据清单">{({ account }) => <SheetOf caseId={caseId} service={account.own(createTermination)} />}</ReaderPage>
}

function SheetOf({ caseId, service }: { caseId: string; service: TerminationService }) {
  const resource = useResource(`termination ${caseId}`, () => service.sheet(caseId))
  const [done, setDone] = useState('')
  const changed = (words: string): void => {
    setDone(words)
    resource.reload()
  }
  return (
    <PageShell title="终本证据清单" wide>
      <View className="zx-stack zx-pad">
        {done ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">{done}</Text></View> : null}
        <ResourceView resource={resource} what="正在核对案卷">
          {({ data, can }) => (
            <View className="zx-stack">
              <Head sheet={data} can={can} service={service} onFiled={() => changed('已归档。以后案卷有变化，这里会写明。')} />
              <View className="zx-cards">
                {data.checks.map((check) => <CheckCard key={check.number} caseId={caseId} check={check} can={can} service={service} onDone={changed} />)}
              </View>
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface HeadProps {
  sheet: TerminationSheet
  can: TerminationAbilities
  service: TerminationService
  onFiled(): void
}

function Head({ sheet, can, service, onFiled }: HeadProps) {
  const { caseId, caseNumber, digest, bypassed } = sheet
  const [filing, setFiling] = useState(false)
  const { words, tone } = standingWords(sheet)
  const filed = filedWords(sheet, nowHere())
  const read = useAction(async () => openDocument(await service.document(caseId), '终本证据清单.pdf'))
  const file = useAction(async () => {
    await service.file(caseId, digest)
    setFiling(false)
    onFiled()
  })
  return (
    <View className="zx-stack">
      <Text className="zx-body zx-number" userSelect>{caseNumber}</Text>
      <View className={`zx-note zx-note--${tone}`}><Text className="zx-body-strong">{words}</Text></View>
      {bypassed.map(({ at, checks }) => (
        <View key={at} className="zx-note zx-note--late">
          <Text className="zx-body">法院办案系统送来的终本已照实记录，当时第 {checks.join('、')} 项不合格，没有写明理由。请团队负责人核对。</Text>
        </View>
      ))}
      <Text className="zx-body">下面十三项按案卷里的记录核对。撤回、封存的记录不算。本清单只给法院内部看。</Text>
      <View className={filed.stale && sheet.filed ? 'zx-note zx-note--warn' : ''}><Text className="zx-body">{filed.words}</Text></View>
      <View className="zx-row zx-row--wrap">
        {can.file ? <Button inline onTap={() => setFiling(true)}>归档</Button> : null}
        <Button kind="plain" inline busy={read.busy} onTap={() => read.run()}>看 PDF</Button>
      </View>
      {read.error ? <Text className="zx-body zx-late">{explain(read.error)}</Text> : null}
      <ConfirmSheet open={filing} title="把这份清单归档" confirm="归档" busy={file.busy} onConfirm={() => file.run()} onClose={() => setFiling(false)}>
        <Text className="zx-body">十三项现在的结果和每条证据的校验值会存入案卷。此操作不能撤销；以后有变化，可以再归档一份新的。</Text>
        {file.error ? <Text className="zx-body zx-late">{explain(file.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
