import { Text } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type ApplicationPlace, type Applications, explain } from '@/services'

const LEAST = 5

/** What was missing did not come in time: the application goes back, with the reason. */
export function GiveBack({ place, applications, onDone }: { place: ApplicationPlace; applications: Applications; onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('告知补正以后，没有在要求的日子前补交材料。')
  const back = useAction(async () => {
    await applications.giveBack(place, reason)
    setAsking(false)
    onDone()
  })
  return (
    <>
      <Button kind="danger" onTap={() => setAsking(true)}>逾期没有补正，退回</Button>
      <ConfirmSheet open={asking} title="退回这份申请？" confirm="退回并告诉申请人" danger busy={back.busy} disabled={reason.trim().length < LEAST} onConfirm={back.run} onClose={() => setAsking(false)}>
        <TextField
          label="理由（对方会看到）" kind="long" value={reason} onChange={setReason} maxLength={1000}
          hint="写清还可以怎么办。要作裁定的，裁定书另行送达，这里不代替送达。告诉对方后不能收回。"
        />
        {back.error ? <Text className="zx-body zx-late">{explain(back.error)}</Text> : null}
      </ConfirmSheet>
    </>
  )
}
