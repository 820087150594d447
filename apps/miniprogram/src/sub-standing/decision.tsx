import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { StandingRequestAbilitiesSchema, StandingRequestView } from '@zhixin/shared/contract'
import type { z } from 'zod'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { AUTHORITIES, explain, requestTitle, type StandingService } from '@/services'

type How = 'instead' | 'beside'
const HOW: { value: How; title: string; note: string }[] = [
  { value: 'instead', title: '接替', note: '裁定变更：原来的当事人退出' },
  { value: 'beside', title: '追加', note: '裁定追加：原来的当事人还在' },
]

interface Props {
  request: StandingRequestView
  court: NonNullable<StandingRequestView['court']>
  can: z.infer<typeof StandingRequestAbilitiesSchema>
  service: StandingService
  onDone: () => void
}

/** For whom, by what document; granting or refusing with a reason. */
export function Decision({ request, court, can, service, onDone }: Props) {
  const parties = court.case?.parties ?? []
  const named = parties.filter(({ isNamed }) => isNamed)
  const isSuccessor = request.kind === 'stand' && request.standing === 'successor'
  const [partyId, setParty] = useState<string | null>(named.length === 1 ? named[0]!.partyId : null)
  const [authority, setAuthority] = useState(request.authority)
  const [how, setHow] = useState<How>('instead')
  const [note, setNote] = useState('')
  const [reason, setReason] = useState('')
  const [inHand, setInHand] = useState(false)
  const [asking, setAsking] = useState<'grant' | 'refuse' | null>(null)
  const desk = can.atDesk ? { documentsInHand: true as const } : {}
  const party = parties.find((one) => one.partyId === partyId)
  const isAdded = isSuccessor && party?.isReplaced === false && how === 'beside'
  const decide = useAction(async () => {
    if (asking === 'grant') {
      await service.grant(request.requestId, {
        ...desk, ...(partyId !== null && { partyId }), ...(authority !== null && { authority }), ...(note.trim() && { note: note.trim() }),
        ...(isAdded && { beside: true as const }),
      })
    } else await service.refuse(request.requestId, { ...desk, reason: reason.trim() })
    setAsking(null)
    onDone()
  })
  const isStand = request.kind === 'stand'
  if (!can.refuse) return null
  return (
    <View className="zx-stack">
      {court.case === null ? (
        <View className="zx-note zx-note--warn"><Text className="zx-body">没有查到案号“{request.caseNumber}”，不能同意。可以写明原因退回，请申请人核对案号。</Text></View>
      ) : null}
      {isStand && court.case ? (
        <>
          <Text className="zx-title">{isSuccessor ? '接替哪一位当事人' : '代表哪一位当事人'}（{court.case.cause}）</Text>
          <ChoiceList<string>
            choices={parties.map(({ partyId: value, name, role, isNamed, hasCode, isReplaced, successors }) => ({
              value, title: `${name}（${role}）`,
              note: [isReplaced ? `已变更${successors.length > 0 ? `，由${successors.join('、')}接替` : ''}` : '', isNamed ? '与申请人填写的名称一致' : '与申请人填写的名称不一致', hasCode === null ? '' : hasCode ? '统一社会信用代码一致' : '统一社会信用代码不一致，请核对'].filter(Boolean).join('；'),
            }))}
            chosen={partyId} onChoose={setParty}
          />
          {isSuccessor && party?.isReplaced === false ? (
            <>
              <Text className="zx-title">怎样进入本案，以裁定为准</Text>
              <ChoiceList<How> choices={HOW} chosen={how} onChoose={setHow} />
            </>
          ) : null}
          {request.standing === 'agent' ? (
            <>
              <Text className="zx-title">授权，以委托书为准</Text>
              <ChoiceList choices={AUTHORITIES} chosen={authority} onChoose={setAuthority} />
            </>
          ) : null}
          <TextField label={request.standing === 'successor' ? '裁定书文号' : '核对了什么（可以不写）'} value={note} onChange={setNote} maxLength={200} placeholder={request.standing === 'successor' ? '例如 （2026）某01执异1号' : '例如 委托书和律师证'} />
        </>
      ) : null}
      {can.atDesk ? <Section><ChoiceList choices={[{ value: 'yes', title: '原件在我手里，已核对是本人' }]} chosen={inHand ? 'yes' : null} onChoose={() => setInHand(!inHand)} /></Section> : null}
      {can.grant ? (
        <Button disabled={(isStand && partyId === null) || (can.atDesk && !inHand)} onTap={() => setAsking('grant')}>同意</Button>
      ) : court.case ? <Text className="zx-body">变更、追加当事人须由员额法官或执行局长依裁定办理。</Text> : null}
      <Button kind="plain" disabled={can.atDesk && !inHand} onTap={() => setAsking('refuse')}>不同意</Button>
      <ConfirmSheet open={asking === 'grant'} title="同意这份申请？" confirm="同意" busy={decide.busy} onConfirm={decide.run} onClose={() => setAsking(null)}>
        <Text className="zx-body">{grantWords(request, court.askerName, party, isAdded)}</Text>
        {decide.error ? <Text className="zx-body zx-late">{explain(decide.error)}</Text> : null}
      </ConfirmSheet>
      <ConfirmSheet open={asking === 'refuse'} title="不同意" confirm="退回申请" disabled={reason.trim().length < 2} busy={decide.busy} onConfirm={decide.run} onClose={() => setAsking(null)}>
        <TextField label="原因（申请人看得到）" kind="long" value={reason} onChange={setReason} maxLength={300} placeholder="例如：委托书没有签名，请补签后重新申请" />
        {decide.error ? <Text className="zx-body zx-late">{explain(decide.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}

type NamedParty = NonNullable<NonNullable<StandingRequestView['court']>['case']>['parties'][number]

function grantWords(request: StandingRequestView, asker: string, party: NamedParty | undefined, isAdded: boolean): string {
  const partyName = party?.name ?? ''
  if (request.kind === 'end') return `${requestTitle(request)}。同意后其立即看不到本案，此前的沟通记录留在案卷里。`
  if (request.standing === 'successor') {
    const comes = request.unitName === null ? asker : `${request.unitName}（经办人${asker}）`
    if (party?.isReplaced && comes === partyName) return `${partyName}将重新成为当事人。以前的代理人须重新申请。`
    if (isAdded) return `${comes}将成为当事人，${partyName}仍然是当事人。不能撤销。`
    if (party?.isReplaced) return `${comes}将和${party.successors.join('、') || '其他接替人'}一样，接替${partyName}成为当事人。各自和法院沟通，互相看不到。不能撤销。`
    return `${comes}将接替${partyName}成为当事人。${partyName}和其代理人立即看不到本案，不能撤销。`
  }
  return `${asker}将立即能够代表${partyName}查看本案、与法院沟通。`
}
