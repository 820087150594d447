import type { Candidates, Incoming } from '@zhixin/shared/contract'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { EmptyState } from '@/components/empty-state'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { Section } from '@/components/section'
import { Tag } from '@/components/tag'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { open } from '@/platform/navigation'
import { nowHere } from '@/platform/now'
import { type Account, explain, momentWords } from '@/services'
import { hitchWords, incomingWords } from '@/services/transfer-words'

/** Cases that other courts have sent: each is joined with a case that this court's own system has registered. */
export default function TransfersInPage() {
  return <ReaderPage title="收到的移送">{({ account }) => <TransfersIn transfers={account.transfers} />}</ReaderPage>
}

function TransfersIn({ transfers }: { transfers: Account['transfers'] }) {
  const resource = useResource('transfers-in', () => transfers.incoming())
  return (
    <PageShell title="收到的移送">
      <View className="zx-stack zx-pad">
        <Text className="zx-caption">其他法院移送来的案件。材料按校验值逐份核对，到齐并校验通过才能接收。</Text>
        <Button kind="plain" onTap={() => open('courtKey')}>本院公钥和指纹（与对方法院核对）</Button>
        <ResourceView resource={resource} what="正在打开">
          {(all) => (
            <View className="zx-stack">
              {all.length === 0 ? <EmptyState title="没有收到移送" hint="其他法院移送的案件，材料到了以后会出现在这里。对方说已经送出而这里没有的，请先核对双方的公钥指纹，再请系统管理员看“数据交换”。" /> : null}
              {all.map((one) => <One key={one.transferId} transfer={one} transfers={transfers} onTaken={resource.reload} />)}
            </View>
          )}
        </ResourceView>
      </View>
    </PageShell>
  )
}

function One({ transfer, transfers, onTaken }: { transfer: Incoming; transfers: Account['transfers']; onTaken(): void }) {
  const { transferId, fromName, caseNumber, cause, receivedAt, people, toAskFor, taken, stands, reason, hitch, attachments, paper, because } = transfer
  const [number, setNumber] = useState('')
  const [found, setFound] = useState<Candidates>()
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const look = useAction(async () => {
    const candidates = await transfers.candidates(transferId, number.trim())
    setFound(candidates)
    setChosen(Object.fromEntries(candidates.suggested.map(({ ref, personId }) => [ref, personId])))
  })
  const take = useAction(async () => {
    await transfers.takeIn(transferId, { caseId: found!.caseId, people: Object.entries(chosen).map(([ref, personId]) => ({ ref, personId })) })
    onTaken()
  })
  const [refusing, setRefusing] = useState(false)
  const [why, setWhy] = useState('')
  const refuse = useAction(async () => {
    await transfers.refuse(transferId, why.trim())
    setRefusing(false)
    onTaken()
  })
  const { word, tone, text } = incomingWords(transfer)
  const mayDecide = stands === 'whole' || stands === 'taking'
  const needed = people.filter(({ takesPart, entries }) => takesPart && entries > 0)
  const error = take.error ?? look.error
  return (
    <Section title={`${fromName} · ${caseNumber}`}>
      <View className="zx-stack zx-pad">
        <View className="zx-row zx-row--between zx-row--wrap">
          <Text className="zx-body-strong">{cause}</Text>
          <Tag tone={tone}>{word}</Tag>
        </View>
        <Text className="zx-body">{text}</Text>
        <Text className="zx-body">依据{paper}。移送理由：{because}</Text>
        {reason ? <Text className="zx-body">理由：{reason}</Text> : null}
        {hitch ? <View className="zx-note zx-note--warn"><Text className="zx-body">{hitchWords(hitch, fromName)}</Text></View> : null}
        <Text className="zx-caption">{momentWords(receivedAt, nowHere())}开始收到。{attachments.here > 0 ? `随案有 ${attachments.here} 个附件原件。` : ''}</Text>
        {mayDecide ? <Text className="zx-body">没有随案移送、要另外索取：{toAskFor.join('；')}。</Text> : null}
        {taken ? <Button kind="plain" onTap={() => open('case', { caseId: taken.caseId })}>打开本院案件 {taken.caseNumber}</Button> : null}
        {mayDecide ? (
          <>
            <TextField label="本院的新案号（先在办案系统立案）" value={number} onChange={setNumber} maxLength={60} placeholder="例如：（2026）虚01执105号" />
            <Button kind="plain" busy={look.busy} disabled={number.trim().length < 4} onTap={look.run}>查这个案号</Button>
            {found ? <Text className="zx-body">{found.cause}。请核对每一位当事人是本院案件里的哪一位：</Text> : null}
            {found ? needed.map(({ ref, name, role }) => (
              <View key={ref} className="zx-stack--tight">
                <Text className="zx-body-strong">{name}（{role}）</Text>
                <ChoiceList<string>
                  choices={found.people.map((person) => ({ value: person.personId, title: person.name, note: person.role }))} chosen={chosen[ref] ?? null}
                  onChoose={(personId) => setChosen({ ...chosen, [ref]: personId })}
                />
              </View>
            )) : null}
            {found ? <Text className="zx-caption">接收以后不能退回：期限在本院接着算，当事人能在这里看到以前的沟通，原法院会知道新案号。</Text> : null}
            {found ? <Button busy={take.busy} disabled={needed.some(({ ref }) => !chosen[ref])} onTap={take.run}>接收</Button> : null}
          </>
        ) : null}
        {stands === 'whole' || stands === 'arriving' ? <Button kind="plain" onTap={() => setRefusing(true)}>不接收，退回{fromName}</Button> : null}
        <ConfirmSheet
          open={refusing} title="不接收这件案件？" confirm="退回" danger busy={refuse.busy} disabled={why.trim().length < 2} onConfirm={refuse.run} onClose={() => setRefusing(false)}
        >
          <Text className="zx-body">案件退回{fromName}的原承办人，理由会告诉{fromName}，不告诉当事人。退回以后不能反悔，要接收得由对方重新移送。</Text>
          <TextField label="不接收的理由" value={why} onChange={setWhy} maxLength={200} placeholder="例如：不属于指定范围" />
          {refuse.error ? <Text className="zx-body zx-late">{explain(refuse.error)}</Text> : null}
        </ConfirmSheet>
        {error ? <Text className="zx-body zx-late">{explain(error)}</Text> : null}
      </View>
    </Section>
  )
}
