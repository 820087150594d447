import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { ATTACHMENT_MAX_BYTES } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { pickFiles, type PickedFile } from '@/platform/files'
import { CodedError, explain, sizeWords } from '@/services'
import type { RecipientProps } from './recipient'

interface Props extends RecipientProps {
  /** False: a message that says of itself that it is no service. */
  isService: boolean
  onClose: () => void
}

/** Serves a document, or only shows it. Two taps: first what and on whom, then what follows from it; a service cannot be undone. */
export function ServeForm({ account, caseId, person, services, can, isService, onDone, onClose }: Props) {
  const key = { caseId, personId: person.personId }
  const [document, setDocument] = useState<string | null>(null)
  const [number, setNumber] = useState('')
  const [partyId, setParty] = useState(person.receivesFor[0]?.partyId ?? '')
  const [file, setFile] = useState<PickedFile | null>(null)
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const party = person.receivesFor.find((one) => one.partyId === partyId)
  const offered = services.documents.filter(({ sides }) => party !== undefined && sides.includes(party.side))
  const paperOnly = offered.filter(({ electronic }) => !electronic)
  const chosen = offered.find(({ id }) => id === document)
  const offHoursReason = can.needsReason ? { offHoursReason: reason.trim() } : {}
  const pick = useAction(async () => {
    const [found] = await pickFiles(1)
    if (!found) return
    if (found.bytes > ATTACHMENT_MAX_BYTES) throw new CodedError('input.too_large')
    if (isService && !/\.pdf$/i.test(found.name)) throw new CodedError('service.pdf_only')
    setFile(found)
  })
  const send = useAction(async () => {
    if (isService) {
      await account.electronicService.serve(key, file!, { document: document!, partyId, ...(number.trim() !== '' && { number: number.trim() }), ...offHoursReason })
      return onDone(`《${chosen!.label}》已送达${person.name}。`)
    }
    await account.electronicService.show(key, file!, services.notService, can.needsReason ? reason.trim() : undefined)
    return onDone(`已作为消息发给${person.name}。这不是送达，请另外用纸质送达。`)
  })
  const isReady = file !== null && (!isService || chosen !== undefined) && (!can.needsReason || reason.trim().length >= 2)
  return (
    <View className="zx-stack">
      <Text className="zx-title">{isService ? `电子送达给${person.name}` : `发给${person.name}看（不是送达）`}</Text>
      {isService && person.receivesFor.length > 1 ? (
        <ChoiceList<string> choices={person.receivesFor.map((one) => ({ value: one.partyId, title: `送给${one.name}` }))} chosen={partyId} onChoose={setParty} />
      ) : null}
      {isService ? (
        <View className="zx-stack">
          <Text className="zx-body-strong">送什么文书</Text>
          <ChoiceList<string>
            choices={offered.filter(({ electronic }) => electronic).map(({ id, label, isRuling }) => ({ value: id, title: label, ...(isRuling && { note: '对方要纸质原件的，应当给' }) }))}
            chosen={document} onChoose={setDocument}
          />
          {paperOnly.map(({ id, label, because }) => <Text key={id} className="zx-caption">{label}不能电子送达：{because}</Text>)}
          <TextField label="文号（可以不填）" value={number} onChange={setNumber} maxLength={60} placeholder="如：（2026）虚01执1号之一" />
        </View>
      ) : (
        <View className="zx-note zx-note--warn"><Text className="zx-body">消息里会写：{services.notService}</Text></View>
      )}
      <Button kind="plain" busy={pick.busy} onTap={() => pick.run()}>{file ? `换一个文件（现在是：${file.name}，${sizeWords(file.bytes)}）` : isService ? '选文书的 PDF 文件' : '选文件'}</Button>
      {pick.error ? <Text className="zx-body zx-late">{explain(pick.error)}</Text> : null}
      {can.needsReason ? <TextField label="现在是非工作时间，请写理由" value={reason} onChange={setReason} maxLength={200} placeholder="至少两个字，会记入案卷" /> : null}
      <Button disabled={!isReady} onTap={() => setAsking(true)}>{isService ? '下一步：核对' : '下一步'}</Button>
      <Button kind="plain" onTap={onClose}>取消</Button>
      <ConfirmSheet
        open={asking} title={isService ? '送出以后不能撤销' : '发给对方看？'} confirm={isService ? '核对无误，现在送达' : '发送'} danger={isService} busy={send.busy}
        onConfirm={() => send.run()} onClose={() => setAsking(false)}
      >
        <Text className="zx-body-strong">{isService ? `${chosen?.label ?? ''}${number.trim() ? ` ${number.trim()}` : ''}` : '作为消息发出'}</Text>
        <Text className="zx-body">送给：{person.name}（{person.role}）</Text>
        <Text className="zx-body">文件：{file?.name}</Text>
        {isService ? services.beforeServing.map((line) => <View key={line}><Text className="zx-body">· {line}</Text></View>) : <Text className="zx-body">这不算送达，期限不从这条消息算起。</Text>}
        {send.error ? <Text className="zx-body zx-late">{explain(send.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
