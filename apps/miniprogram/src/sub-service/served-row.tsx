import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Tag } from '@/components/tag'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { openDocument } from '@/platform/open-file'
import { explain, reachedLines, serviceState } from '@/services'
import type { Person, RecipientProps } from './recipient'
import './service.less'

/** One service as the court sees it: how far it has got, its certificate, and a note where something was wrong. */
export function ServedRow({ account: { electronicService: service }, caseId, person, can, onDone, one }: RecipientProps & { one: Person['services'][number] }) {
  const key = { caseId, personId: person.personId }
  const { word, tone } = serviceState(one)
  const [noting, setNoting] = useState(false)
  const [note, setNote] = useState('')
  const receipt = useAction(async () => openDocument(await service.receipt(key, one.index), '送达回证.pdf'))
  const write = useAction(async () => {
    await service.note(key, one.index, note.trim())
    setNoting(false)
    setNote('')
    onDone('已加备注，对方也能看到。')
  })
  return (
    <View className="zx-served">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-body-strong zx-grow">{one.label}{one.number ? ` ${one.number}` : ''}</Text>
        <Tag tone={tone}>{word}</Tag>
      </View>
      {reachedLines(one, nowHere()).map((line) => <Text key={line} className="zx-caption">{line}</Text>)}
      {one.arrived && !one.recorded ? <Text className="zx-body zx-late">没有记到办案进程里，请到“记录节点”补记，期限才会开始算。</Text> : null}
      {one.stopped ? <Text className="zx-body zx-late">文书到达以前同意已经撤回，不算送达。请用纸质送达。</Text> : null}
      {one.notes.map(({ at, note: said }) => <Text key={at} className="zx-body">备注：{said ?? '内容已封存'}</Text>)}
      <View className="zx-row zx-row--wrap">
        {one.arrived && one.file ? <Button kind="plain" inline busy={receipt.busy} onTap={() => receipt.run()}>送达回证</Button> : null}
        {can.serve ? <Button kind="plain" inline onTap={() => setNoting(true)}>加备注</Button> : null}
      </View>
      {receipt.error ? <Text className="zx-body zx-late">{explain(receipt.error)}</Text> : null}
      <ConfirmSheet open={noting} title="给这次送达加备注" confirm="加备注" busy={write.busy} disabled={note.trim().length < 4} onConfirm={() => write.run()} onClose={() => setNoting(false)}>
        <Text className="zx-body">送达不能撤销，只能写明情况。备注会存入案卷，对方也看得到。送错了的，另外到办案进程里撤回这条记录，期限才不再算。</Text>
        <TextField label="备注" kind="long" value={note} onChange={setNote} maxLength={300} placeholder="如：文书发错，以另行送达的为准" />
        {write.error ? <Text className="zx-body zx-late">{explain(write.error)}</Text> : null}
      </ConfirmSheet>
    </View>
  )
}
