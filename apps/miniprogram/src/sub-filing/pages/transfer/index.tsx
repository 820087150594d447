import type { TransferView } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { Text, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { DateField } from '@/components/date-field'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type Account, explain, momentWords } from '@/services'
import { hitchWords, STANDS } from '@/services/transfer-words'

/** 指定执行、交叉执行: the case goes to another court, and is only read here from then on. */
export default function TransferPage() {
  const caseId = useRouter().params.caseId ?? ''
  return <ReaderPage title="移送其他法院">{({ account }) => <Transfer caseId={caseId} transfers={account.transfers} />}</ReaderPage>
}

function Transfer({ caseId, transfers }: { caseId: string; transfers: Account['transfers'] }) {
  const resource = useResource(caseId, () => transfers.of(caseId))
  return (
    <PageShell title="移送其他法院">
      <View className="zx-stack zx-pad">
        <ResourceView resource={resource} what="正在打开">
          {({ data, can }) => (
            <View className="zx-stack">
              <View className="zx-stack--tight">
                <Text className="zx-headline">{data.cause}</Text>
                <Text className="zx-body zx-number">{data.caseNumber}</Text>
              </View>
              {data.cameBack ? <CameBack cameBack={data.cameBack} /> : null}
              {data.transferred ? (
                <Gone caseId={caseId} transferred={data.transferred} canUndo={can.undo} transfers={transfers} onDone={resource.reload} />
              ) : null}
              {can.transfer ? <Give caseId={caseId} courts={data.courts} transfers={transfers} onDone={resource.reload} /> : null}
              {!data.transferred && !data.cameBack && !can.transfer ? <Text className="zx-body">本案没有移送。移送由执行局长按书面决定登记。</Text> : null}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

interface GoneProps {
  caseId: string
  transferred: NonNullable<TransferView['transferred']>
  canUndo: boolean
  transfers: Account['transfers']
  onDone(): void
}

function Gone({ caseId, transferred, canUndo, transfers, onDone }: GoneProps) {
  const { name, phone, at, paper, reason, stands, newCaseNumber, hitch, nextAt, recallReason } = transferred
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState('')
  const undo = useAction(async () => {
    await transfers.undo(caseId, why.trim())
    setAsking(false)
    onDone()
  })
  return (
    <View className="zx-stack">
      <View className="zx-note zx-note--warn">
        <View><Text className="zx-body-strong">已移送{name}，电话 {phone}</Text></View>
        <View><Text className="zx-body">{STANDS[stands]}{newCaseNumber ? `新案号 ${newCaseNumber}。` : ''}</Text></View>
        {recallReason ? <View><Text className="zx-body">请求退回的理由：{recallReason}</Text></View> : null}
        <View><Text className="zx-caption">{momentWords(at, nowHere())}登记，依据{paper}。理由：{reason}</Text></View>
      </View>
      {hitch ? <View className="zx-note zx-note--warn"><Text className="zx-body">{hitchWords(hitch, name)}</Text></View> : null}
      {nextAt ? <Text className="zx-caption">对方没有回音的话，{momentWords(nextAt, nowHere())} 自动再送一次。</Text> : null}
      {stands === 'acknowledged' ? null : <Button kind="plain" onTap={onDone}>看看到哪一步了</Button>}
      {canUndo ? (
        <>
          <Text className="zx-caption">{stands === 'waits' ? '如果是登记错了，可以马上撤回。' : '如果是登记错了，可以请对方退回；对方接收以后就不能撤回了。'}</Text>
          <Button kind="danger" onTap={() => setAsking(true)}>登记错了，撤回移送</Button>
        </>
      ) : stands === 'acknowledged' ? <Text className="zx-caption">对方法院接收以后不能撤回。</Text> : null}
      <ConfirmSheet
        open={asking} title="撤回移送？" confirm="撤回" danger busy={undo.busy} disabled={why.trim().length < 2} onConfirm={undo.run} onClose={() => setAsking(false)}
      >
        <Text className="zx-body">{stands === 'waits' ? '案件退回原承办人，当事人会收到告知。' : '材料已经送出：先请对方退回。对方同意以前，本院仍不能写；同意以后，案件退回原承办人，当事人会收到告知。'}</Text>
        <TextField label="撤回原因（当事人会看到）" value={why} onChange={setWhy} placeholder="例如：登记错了案件" />
        {undo.error ? <Text className="zx-body zx-late">{explain(undo.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}

function CameBack({ cameBack: { name, how, reason, at } }: { cameBack: NonNullable<TransferView['cameBack']> }) {
  return (
    <View className="zx-note">
      <View><Text className="zx-body-strong">{how === 'refused' ? `${name}没有接收，案件已退回原承办人` : `已从${name}撤回，案件由原承办人办理`}</Text></View>
      <View><Text className="zx-body">{how === 'refused' ? '对方说的理由' : '撤回理由'}：{reason}</Text></View>
      <View><Text className="zx-caption">{momentWords(at, nowHere())}。{how === 'refused' ? '理由只在法院之间，当事人只知道案件仍由本院办理。' : ''}</Text></View>
    </View>
  )
}

interface GiveProps {
  caseId: string
  courts: TransferView['courts']
  transfers: Account['transfers']
  onDone(): void
}

const KINDS = [
  { value: 'designated' as const, title: '指定执行', note: '上级法院指定由其他法院执行' },
  { value: 'cross' as const, title: '交叉执行', note: '超过六个月、特殊主体等，异地交叉执行' },
]
const APPROVERS = [{ value: 'superior_court', title: '上级法院' }, { value: 'bureau_director', title: '本院执行局长' }]

function Give({ caseId, courts, transfers, onDone }: GiveProps) {
  const [courtId, setCourt] = useState('')
  const [kind, setKind] = useState<'designated' | 'cross'>('designated')
  const [paper, setPaper] = useState('')
  const [role, setRole] = useState('superior_court')
  const [name, setName] = useState('')
  const [on, setOn] = useState('')
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const give = useAction(async () => {
    await transfers.give(caseId, { courtId, kind, paper: paper.trim(), reason: reason.trim(), approval: { role, name: name.trim(), on, paper: paper.trim() } })
    setAsking(false)
    onDone()
  })
  const isFilled = courtId !== '' && on !== '' && [paper, name, reason].every((text) => text.trim().length >= 2)
  const court = courts.find((one) => one.courtId === courtId)
  return (
    <View className="zx-stack">
      <Text className="zx-body">移送以后，本院承办人马上不能再写，当事人的沟通变成只能看，并告诉他们去找哪家法院。没走完的期限由对方法院接着算。</Text>
      <Text className="zx-title">移送给哪家法院</Text>
      <ChoiceList<string> choices={courts.map((one) => ({ value: one.courtId, title: one.name, note: `电话 ${one.phone}` }))} chosen={courtId} onChoose={setCourt} />
      {court?.hitch ? <View className="zx-note zx-note--warn"><Text className="zx-body">现在可以登记，但{hitchWords(court.hitch, court.name)}</Text></View> : null}
      <Text className="zx-title">哪一种</Text>
      <ChoiceList<'designated' | 'cross'> choices={KINDS} chosen={kind} onChoose={setKind} />
      <TextField label="依据的文书（案号或文号）" value={paper} onChange={setPaper} maxLength={100} placeholder="例如：（2026）虚01执指1号" />
      <Text className="zx-title">谁批准的</Text>
      <ChoiceList<string> choices={APPROVERS} chosen={role} onChoose={setRole} />
      <TextField label="批准人" value={name} onChange={setName} maxLength={40} placeholder="姓名" />
      <DateField label="批准日期" value={on} onChange={setOn} until={dayOf(nowHere())} />
      <TextField label="移送理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字" />
      <Button disabled={!isFilled} onTap={() => setAsking(true)}>移送</Button>
      <ConfirmSheet open={asking} title={`移送${court?.name ?? ''}？`} confirm="确认移送" danger busy={give.busy} onConfirm={give.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">本院承办人马上不能再在本案中写任何内容，当事人都会收到告知。对方法院接收以后不能撤回。</Text>
        {give.error ? <Text className="zx-body zx-late">{explain(give.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
