import { Text, View } from '@tarojs/components'
import { dayOf } from '@zhixin/shared/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { DateField } from '@/components/date-field'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import type { DeskApplication } from '@zhixin/shared/contract'
import { type ApplicationPlace, type Applications, explain } from '@/services'
import { AskCorrection } from './ask-correction'
import { GiveBack } from './give-back'

const NUMBER_LEAST = 5
const REASON_LEAST = 5

interface Props {
  place: ApplicationPlace
  opened: DeskApplication
  applications: Applications
  onDone: () => void
}

/** How an application ends at the filing window: in a case number, or in a refusal with reasons; or what is missing, which is said at once. */
export function DecideApplication({ place, opened, applications, onDone }: Props) {
  const { waiting, corrections } = opened
  // Once all was said, more may be said only of what came in.
  const mayAsk = waiting === null && (corrections.length === 0 || corrections[corrections.length - 1]!.supplied !== null)
  const today = dayOf(nowHere())
  const [asking, setAsking] = useState<'docket' | 'refuse' | null>(null)
  const [caseNumber, setCaseNumber] = useState('')
  const [docketedOn, setDocketedOn] = useState(today)
  const [reason, setReason] = useState('')
  const over = () => {
    setAsking(null)
    onDone()
  }
  const docket = useAction(async () => {
    await applications.docket(place, { caseNumber, docketedOn })
    over()
  })
  const refuse = useAction(async () => {
    await applications.refuse(place, reason)
    over()
  })
  return (
    <View className="zx-stack">
      <Button onTap={() => setAsking('docket')}>已立案，填案号</Button>
      {mayAsk ? <AskCorrection place={place} opened={opened} applications={applications} onDone={onDone} /> : null}
      {waiting === 'over' ? <GiveBack place={place} applications={applications} onDone={onDone} /> : null}
      {waiting === null ? <Button kind="danger" onTap={() => setAsking('refuse')}>不能立案，写明理由</Button> : null}
      {waiting === 'running' ? <Text className="zx-caption">正在等申请人补交，日子到了才能退回。窗口的期限暂停计算。</Text> : null}
      <ConfirmSheet
        open={asking === 'docket'} title="立案结果" confirm="告诉申请人" busy={docket.busy} disabled={caseNumber.trim().length < NUMBER_LEAST} onConfirm={docket.run}
        onClose={() => setAsking(null)}
      >
        <TextField label="案号（对方会看到）" value={caseNumber} onChange={setCaseNumber} maxLength={60} placeholder="（2026）虚01执异5号" hint="报送上一级法院的复议，填上一级法院的案号。告诉对方后不能收回。" />
        <DateField label="立案日期" value={docketedOn} onChange={setDocketedOn} until={today} />
        {docket.error ? <Text className="zx-body zx-late">{explain(docket.error)}</Text> : null}
      </ConfirmSheet>
      <ConfirmSheet
        open={asking === 'refuse'} title="不能立案？" confirm="告诉申请人" danger busy={refuse.busy} disabled={reason.trim().length < REASON_LEAST} onConfirm={refuse.run}
        onClose={() => setAsking(null)}
      >
        <TextField
          label="理由（对方会看到）" kind="long" value={reason} onChange={setReason} maxLength={1000} placeholder="如：申请复议已超过裁定书写明的期限。"
          hint="写清为什么、还可以怎么办。裁定书另行送达，这里不代替送达。告诉对方后不能收回。"
        />
        {refuse.error ? <Text className="zx-body zx-late">{explain(refuse.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
