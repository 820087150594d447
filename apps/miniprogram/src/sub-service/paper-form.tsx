import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { type AttachmentNote, dayOf } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { DateField } from '@/components/date-field'
import { Papers } from '@/components/papers'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { explain } from '@/services'
import type { RecipientProps } from './recipient'

type Kind = 'given' | 'taken'

/** A 送达地址确认书 that was signed on paper: what it says is recorded, and the person reads of it. */
export function PaperForm({ account, caseId, person, onDone, onClose }: RecipientProps & { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('given')
  const [number, setNumber] = useState('')
  const [signedOn, setSignedOn] = useState('')
  const [scans, setScans] = useState<readonly AttachmentNote[]>([])
  const [uploading, setUploading] = useState(false)
  const [asking, setAsking] = useState(false)
  const given = kind === 'given'
  const key = { caseId, personId: person.personId }
  const record = useAction(async () => {
    const scan = scans.map(({ id, name, kind: as }) => ({ id, name, kind: as }))[0]
    await account.electronicService.recordPaper(key, { given, number: number.trim(), signedOn, ...(scan && { scan }) })
    setAsking(false)
    onDone(given ? `已登记：${person.name}同意电子送达。` : `已登记：${person.name}不再同意电子送达。`)
  })
  return (
    <View className="zx-stack">
      <Text className="zx-title">登记送达地址确认书</Text>
      <ChoiceList<Kind>
        choices={[
          { value: 'given', title: '同意电子送达', note: '确认书上写明送到执信的账号，本人签了字' },
          ...(person.consent ? [{ value: 'taken' as const, title: '撤回同意', note: '本人交来书面材料，不再同意' }] : []),
        ]}
        chosen={kind} onChoose={setKind}
      />
      <TextField label="材料的编号" value={number} onChange={setNumber} maxLength={60} placeholder="如：送达地址确认书（2026）12号" hint="原件存纸质卷宗" />
      <DateField label="签字的日期" value={signedOn} onChange={setSignedOn} until={dayOf(nowHere())} />
      <Papers
        upload={(file, onProgress) => account.electronicService.uploadScan(key, file, onProgress)} label="扫描件" documents papers={scans} onBusy={setUploading}
        hint="一张照片或者一个 PDF，签名要看得见；再选就换成新的。原件已经在纸质卷宗里的，可以不传。" onChange={(change) => setScans((before) => change(before).slice(-1))}
      />
      <Button disabled={number.trim().length < 2 || signedOn === '' || uploading} onTap={() => setAsking(true)}>登记</Button>
      <Button kind="plain" onTap={onClose}>取消</Button>
      <ConfirmSheet open={asking} title="确认登记？" confirm="确认登记" busy={record.busy} onConfirm={() => record.run()} onClose={() => setAsking(false)}>
        <Text className="zx-body">{person.name}：{given ? '同意电子送达' : '撤回同意'}，{number.trim()}。登记后{person.name}会收到提醒，随时可以在手机上撤回。没有签过字的，不能登记。</Text>
        {record.error ? <Text className="zx-body zx-late">{explain(record.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
