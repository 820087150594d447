import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { openDocument } from '@/platform/open-file'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

type Found = Awaited<ReturnType<typeof services.helpDesk.findSlips>>
const NUMBER_LEAST = 4

export default function SlipsPage() {
  return <ReaderPage title="绑定单">{() => <Slips />}</ReaderPage>
}

/** The window prints a slip with a QR code for somebody of a case. Of the case it sees no more than it needs. */
function Slips() {
  const [caseNumber, setCaseNumber] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const find = useAction(async () => setFound(await services.helpDesk.findSlips(caseNumber)))
  const print = useAction(async (slip: Found[number]) => openDocument(await services.helpDesk.slip(slip), '绑定单.pdf'))
  const error = find.error ?? print.error
  return (
    <PageShell title="绑定单">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">随受理通知书、执行通知书交给当事人。扫码只到绑定页；没有本人的证件号和验证码，看不到案件。</Text>
        <TextField label="完整案号" value={caseNumber} onChange={setCaseNumber} maxLength={60} placeholder="如（2026）虚01执1号" />
        <Button busy={find.busy} disabled={caseNumber.trim().length < NUMBER_LEAST} onTap={find.run}>查找</Button>
        {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
        {found && found.length === 0 ? <Text className="zx-body">没有这个案号。请照通知书上的完整案号填写。</Text> : null}
        {found && found.length > 0 ? (
          <Section title="给谁打印">
            {found.map((slip) => <ListRow key={slip.personId} title={slip.nameMasked} note={slip.title} value={<Text className="zx-link">打印</Text>} onTap={() => print.run(slip)} />)}
          </Section>
        ) : null}
      </View>
    </PageShell>
  )
}
