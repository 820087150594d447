import type { DeskHelpAbilities, DeskHelpDetail } from '@zhixin/shared/contract'
import { useRouter } from '@tarojs/taro'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { HelpLines } from '@/components/help-lines'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { showPicture } from '@/platform/open-file'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'
import { momentWords } from '@/services/format'
import { HELP_STATUS, helpClock, WAYS } from '@/words/help'
import { CheckForm } from '../../check-form'

const REASON_LEAST = 4

export default function HelpRequestPage() {
  const requestId = useRouter().params.requestId ?? ''
  return <ReaderPage title="办理绑定帮助">{() => <Request requestId={requestId} />}</ReaderPage>
}

function Request({ requestId }: { requestId: string }) {
  const both = useResource(requestId, async () => ({ options: await services.help.options(), ...(await services.helpDesk.one(requestId)) }))
  const take = useAction(async () => {
    await services.helpDesk.take(requestId)
    both.reload()
  })
  return (
    <PageShell title="办理绑定帮助">
      <View className="zx-stack zx-pad">
        <ResourceView resource={both} what="正在打开">
          {({ data, can, options }) => (
            <View className="zx-stack">
              <View className="zx-row zx-row--between zx-row--wrap">
                <Text className="zx-headline">{data.details?.name ?? data.nameMasked}</Text>
                <Tag tone={HELP_STATUS[data.status].tone}>{data.status === 'code_issued' ? '绑定码已发，还没绑上' : HELP_STATUS[data.status].word}</Tag>
              </View>
              <Text className="zx-body">{options.reasons.find(({ reason }) => reason === data.reason)?.label}</Text>
              <Text className="zx-caption">受理编号 {data.receipt} · {WAYS[data.way]} · {momentWords(data.askedAt, nowHere())}{data.urgency === 'none' ? '' : ` · ${helpClock(data.targetAt, nowHere())}`}</Text>
              {data.refusal ? <View className="zx-note zx-note--late"><Text className="zx-body">没有办成：{data.refusal}</Text></View> : null}
              {can.take ? (
                <>
                  <View className="zx-note"><Text className="zx-body">{data.takenBy ? `${data.takenBy}已经接下。您接手后由您办理。` : '接下后才能看到姓名、证件号和照片；谁接下会记录在案。'}</Text></View>
                  {take.error ? <Text className="zx-body zx-late">{explain(take.error)}</Text> : null}
                  <Button busy={take.busy} onTap={take.run}>{data.takenBy ? '由我接手' : '我来办'}</Button>
                </>
              ) : null}
              {data.details ? <Details request={data} can={can} onDone={both.reload} bring={options.reasons.find(({ reason }) => reason === data.reason)?.bring ?? ''} documents={options.documents} /> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface DetailsProps {
  request: DeskHelpDetail
  can: DeskHelpAbilities
  bring: string
  documents: readonly { kind: string; label: string }[]
  onDone: () => void
}

function Details({ request, can, bring, documents, onDone }: DetailsProps) {
  const { requestId, details } = request
  const [refusing, setRefusing] = useState(false)
  const [issued, setIssued] = useState(false)
  const [reason, setReason] = useState('')
  const show = useAction(async (attachmentId: string) => showPicture(await services.helpDesk.picture(requestId, attachmentId)))
  const refuse = useAction(async () => {
    await services.helpDesk.refuse(requestId, reason)
    setRefusing(false)
    onDone()
  })
  if (!details) return null
  const { asked, told } = details.helpNeeds
  return (
    <View className="zx-stack">
      {asked.length > 0 ? (
        <View className="zx-note zx-note--warn" aria-label="跟求助人沟通时请注意">
          <View><Text className="zx-body-strong">沟通时请注意（求助时说的）</Text></View>
          <HelpLines lines={asked} />
        </View>
      ) : null}
      {told ? (
        <View className="zx-note" aria-label="证件上这个人以前说过">
          <View><Text className="zx-body-strong">证件上这个人以前说过</Text></View>
          <HelpLines lines={told.lines} />
          <Text className="zx-caption">健康信息，谁看过会留下记录。还没核对是不是本人，不要念给对方听。</Text>
        </View>
      ) : null}
      <Section title="求助人自己说的（还没有核对）">
        <ListRow title="姓名" value={details.name} />
        <ListRow title={documents.find(({ kind }) => kind === details.documentKind)?.label ?? '证件'} value={details.identityNumber} />
        {details.phone ? <ListRow title="现在的手机" note="自己说的，不能当依据" value={details.phone} /> : null}
        {details.caseNumber ? <ListRow title="案号" value={details.caseNumber} /> : null}
        {details.note ? <ListRow title="说明" note={details.note} /> : null}
        {details.pictures.map(({ attachmentId }, i) => <ListRow key={attachmentId} title={`材料照片 ${i + 1}`} value={<Text className="zx-link">看</Text>} onTap={() => show.run(attachmentId)} />)}
      </Section>
      <View className={`zx-note ${details.known ? '' : 'zx-note--warn'}`}>
        <Text className="zx-body">{details.known ? '法院记录里有这个姓名和证件号。这不说明来人就是本人。' : '法院记录里没有完全一样的姓名和证件号。'}不要告诉对方。</Text>
      </View>
      <Text className="zx-caption">应带：{bring}</Text>
      {show.error ? <Text className="zx-body zx-late">{explain(show.error)}</Text> : null}
      {can.issueCode ? <CheckForm request={request} can={can} onIssued={() => setIssued(true)} onDone={onDone} /> : null}
      {can.refuse && !issued ? <Button kind="danger" onTap={() => setRefusing(true)}>办不成，写明原因</Button> : null}
      <ConfirmSheet
        open={refusing} title="办不成？" confirm="告诉对方" danger busy={refuse.busy} disabled={reason.trim().length < REASON_LEAST} onConfirm={refuse.run} onClose={() => setRefusing(false)}
      >
        <TextField label="原因（对方会看到）" kind="long" value={reason} onChange={setReason} maxLength={300} placeholder="如：没有带证件原件。请带原件到接待窗口。" hint="写清缺什么、下一步怎么办。不要写法院有没有这个人，也不要写号码。告诉对方后不能收回。" />
        {refuse.error ? <Text className="zx-body zx-late">{explain(refuse.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
