import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { restart } from '@/platform/navigation'
import { type Cases, explain } from '@/services'

/** A case goes to others: threads, unread and clocks go with it, and everybody in the case is told. */
export default function HandOverPage() {
  const caseId = useRouter().params.caseId ?? ''
  return <ReaderPage title="移交案件">{({ account }) => <HandOver caseId={caseId} cases={account.cases} />}</ReaderPage>
}

function HandOver({ caseId, cases }: { caseId: string; cases: Cases }) {
  const [officerIds, setOfficers] = useState<string[]>([])
  const [judgeId, setJudge] = useState('')
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const colleagues = useResource(caseId, () => cases.colleagues(caseId))
  const submit = useAction(async () => {
    await cases.handOver(caseId, { officerIds, judgeId, reason: reason.trim() })
    restart('workList')
  })
  const nameOf = (id: string): string => colleagues.value?.find((one) => one.id === id)?.name ?? ''
  const toggle = (id: string) => setOfficers((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id]))
  const filled = officerIds.length > 0 && judgeId !== '' && reason.trim().length >= 2
  return (
    <PageShell title="移交案件">
      <View className="zx-stack zx-pad">
        <Text className="zx-body">移交后，沟通记录、未读和待答复的事项都转给新承办人，当事人会收到告知。</Text>
        <ResourceView resource={colleagues}>
          {(all) => (
            <View className="zx-stack">
              <Text className="zx-title">新承办人（可多选）</Text>
              <ChoiceList<string>
                choices={all.map(({ id, name, openCases }) => ({ value: id, title: name, note: `在办 ${openCases} 件` }))}
                chosen={officerIds} onChoose={toggle}
              />
              <Text className="zx-title">员额法官</Text>
              <ChoiceList<string>
                choices={all.filter(({ handles }) => handles.includes('judge')).map(({ id, name, openCases }) => ({ value: id, title: name, note: `在办 ${openCases} 件` }))}
                chosen={judgeId} onChoose={setJudge}
              />
              <TextField label="移交理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" />
              <Button disabled={!filled} onTap={() => setAsking(true)}>移交</Button>
            </View>
          )}
        </ResourceView>
      </View>
      <ConfirmSheet open={asking} title="确认移交？" confirm="确认移交" busy={submit.busy} onConfirm={submit.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">移交给{officerIds.map(nameOf).join('、')}，员额法官{nameOf(judgeId)}。移交后您不能再在本案中发送消息。</Text>
        {submit.error ? <Text className="zx-body zx-late">{explain(submit.error)}</Text> : null}
      </ConfirmSheet>
    </PageShell>
  )
}
