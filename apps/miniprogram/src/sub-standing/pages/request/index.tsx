import { useRouter } from '@tarojs/taro'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import type { Reader } from '@/hooks/use-reader'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { explain, momentWords, requestState, requestTitle } from '@/services'
import { Decision } from '../../decision'
import { Papers } from '../../papers'

/** One request: to whoever asked it, how it stands; to those who decide, what it shows and the case it names. */
export default function RequestPage() {
  const requestId = useRouter().params.requestId ?? ''
  return <ReaderPage title="身份申请">{(reader) => <Request requestId={requestId} reader={reader} />}</ReaderPage>
}

function Request({ requestId, reader: { account: { standing: service } } }: { requestId: string; reader: Reader }) {
  const resource = useResource(requestId, () => service.request(requestId))
  const [leaving, setLeaving] = useState(false)
  const withdraw = useAction(async () => {
    await service.withdraw(requestId)
    setLeaving(false)
    resource.reload()
  })
  const now = nowHere()
  return (
    <PageShell title="身份申请">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开申请">
          {({ data, can }) => {
            const { word, tone, text } = requestState(data, now)
            return (
              <View className="zx-stack">
                <View className="zx-stack--tight">
                  <View className="zx-row zx-row--between zx-row--wrap">
                    <Text className="zx-headline">{requestTitle(data)}</Text>
                    {data.court?.isLate && data.status === 'open' ? <Tag tone="late">已超期</Tag> : <Tag tone={tone}>{word}</Tag>}
                  </View>
                  <Text className="zx-body">{text}</Text>
                </View>
                <Section>
                  {data.court ? <ListRow title="申请人" value={data.court.askerName} note={data.court.askerIs ? `已是${data.court.askerIs}` : '目前与本案没有关系'} /> : null}
                  <ListRow title="案号" value={data.caseNumber} />
                  <ListRow title={data.kind === 'stand' && data.standing === 'successor' ? '原来的当事人' : '当事人'} value={data.partyName} />
                  {data.unitName ? <ListRow title="接替的单位" value={data.unitName} note="申请人是它的经办人" /> : null}
                  {data.unitCode ? <ListRow title="统一社会信用代码" value={data.unitCode} /> : null}
                  <ListRow title="提交时间" value={momentWords(data.askedAt, now)} />
                  {data.note ? <ListRow title="说明" note={data.note} /> : null}
                </Section>
                {data.kind === 'stand' ? <Section title="材料图片"><Papers service={service} requestId={requestId} ids={data.attachments} /></Section> : null}
                {data.status === 'granted' && data.caseId && data.kind === 'stand' && !data.court ? <Button onTap={() => open('case', { caseId: data.caseId! })}>打开案件</Button> : null}
                {data.court ? <Decision request={data} court={data.court} can={can} service={service} onDone={resource.reload} /> : null}
                {can.withdraw ? <Button kind="plain" onTap={() => setLeaving(true)}>撤回申请</Button> : null}
              </View>
            )
          }}
        </ResourceView>
      </View>
      <ConfirmSheet open={leaving} title="撤回这份申请？" confirm="撤回" busy={withdraw.busy} onConfirm={withdraw.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">撤回后法院不再处理。需要时可以重新申请。</Text>
        {withdraw.error ? <Text className="zx-body zx-late">{explain(withdraw.error)}</Text> : null}
      </ConfirmSheet>
    </PageShell>
  )
}
