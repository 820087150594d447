import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { Section } from '@/components/section'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { nowHere } from '@/platform/now'
import { type ComplaintFiles, type ComplaintPlace, explain } from '@/services'
import { momentWords } from '@/services/format'

interface Props {
  place: ComplaintPlace
  service: ComplaintFiles
  isOver: boolean
  onDone(): void
}

/** What only a report of misconduct has: who of the inspectors opened it, and the file whose handling is looked into as well (一案双查). */
export function Inspection({ place, service, isOver, onDone }: Props) {
  const found = useResource(place.complaintId, () => service.openings(place))
  const [linking, setLinking] = useState(false)
  const [receipt, setReceipt] = useState('')
  const run = useAction(async () => {
    await service.linkReport(place, receipt.trim())
    setLinking(false)
    onDone()
  })
  const now = nowHere()
  return (
    <>
      <View className="zx-note">
        <Text className="zx-body">这件只有纪检监察人员能看到，另用密钥保存。反映的人、其部门和承办人查不到，也不会收到任何提醒。谁打开过，记在下面。</Text>
      </View>
      <Section title="谁打开过">
        {(found.value?.openings ?? []).map(({ at, name }) => (
          <View key={`${at}${name}`} className="zx-history__one"><Text className="zx-body">{name} · {momentWords(at, now)}</Text></View>
        ))}
        {found.error ? <Text className="zx-body zx-late">{explain(found.error)}</Text> : null}
      </Section>
      {isOver ? null : <Button kind="plain" onTap={() => setLinking(true)}>一案双查：关联信访件</Button>}
      <ConfirmSheet open={linking} title="关联信访件、反映件" confirm="关联" busy={run.busy} disabled={receipt.trim() === ''} onConfirm={run.run} onClose={() => setLinking(false)}>
        <View className="zx-stack">
          <TextField label="受理编号" value={receipt} maxLength={12} placeholder="8F3K-27QD" onChange={setReceipt} />
          <View className="zx-note zx-note--warn"><Text className="zx-body">只记在这件里。那一件的卷里不留任何痕迹。此操作不能撤销。</Text></View>
          {run.error ? <Text className="zx-body zx-late">{explain(run.error)}</Text> : null}
        </View>
      </ConfirmSheet>
    </>
  )
}
