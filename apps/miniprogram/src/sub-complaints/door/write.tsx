import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { services } from '@/platform/services'
import type { DoorDraft } from '@/services'
import { explain } from '@/services/errors'
import type { DoorOptions } from './choose'
import { DoorFiles } from './files'
import { ASKED_HERE, BY_WORDS, titleOf } from './words'

interface Props {
  draft: DoorDraft
  options: DoorOptions
  onChange: (to: (before: DoorDraft) => DoorDraft) => void
  onReview: () => void
  /** Another choice: what was written is thrown away. */
  onLeave: () => void
}

/** The form. Everything typed stays on this phone until it is sent, and is offered to be cleared. */
export function Write({ draft, options, onChange, onReview, onLeave }: Props) {
  const [leaving, setLeaving] = useState(false)
  const [uploading, setUploading] = useState(false)
  const leave = useAction(async () => {
    await services.complaintDoor.clear()
    onLeave()
  })
  const put = (key: 'matter' | 'confidential' | 'caseNumber' | 'aboutSaid' | 'name' | 'phone' | 'address' | 'textTo') => (text: string) =>
    onChange((before) => ({ ...before, [key]: text }))
  const isAnonymous = draft.by === 'anonymous'
  const asked = (options.streams.find(({ stream }) => stream === draft.stream)?.fields ?? []).filter(({ field, type }) => type === 'choice' && ASKED_HERE.has(field))
  const isReady = draft.matter.trim() !== '' && (draft.by !== 'named' || draft.name.trim() !== '')
  return (
    <View className="zx-stack">
      <Text className="zx-title">{titleOf(draft.stream)}</Text>
      <Text className="zx-body">{BY_WORDS[draft.by]}。写的内容边写边存在这台手机上，断网、退出都不会丢。</Text>
      {isAnonymous ? (
        <View className="zx-note zx-note--warn">
          <Text className="zx-body">不留姓名：文字和照片里请不要出现您自己的姓名、电话。借用别人的手机写的，写完请点最下面的“清除草稿”。</Text>
        </View>
      ) : null}
      <TextField label="是什么事" kind="long" value={draft.matter} onChange={put('matter')} maxLength={4000} placeholder="什么时候、什么地方、谁、做了什么；您希望怎么解决" />
      {asked.map(({ field, label, choices }) => (
        <View key={field} className="zx-stack--tight">
          <Text className="zx-body-strong">{label}（可以不选）</Text>
          <ChoiceList choices={choices.map((choice) => ({ value: choice.value, title: choice.label }))} chosen={draft.fields[field] ?? null}
            onChoose={(value) => onChange((before) => ({ ...before, fields: { ...before.fields, [field]: before.fields[field] === value ? '' : value } }))} />
        </View>
      ))}
      <TextField label="反映谁（可以不填）" value={draft.aboutSaid} onChange={put('aboutSaid')} maxLength={120} placeholder="姓名、部门，或者怎么称呼" />
      <TextField label="案号（知道就填）" value={draft.caseNumber} onChange={put('caseNumber')} maxLength={60} placeholder="如（2026）虚01执1号" hint="填不填都受理。法院不会在这里告诉任何人有没有这件案子。" />
      <TextField label="只给承办人看的内容（可以不填）" kind="long" value={draft.confidential} onChange={put('confidential')} maxLength={2000}
        placeholder="例如证人是谁、怎么联系；不想让别人看到的话" hint="除了办这件事的人，别人都看不到。" />
      <DoorFiles
        files={draft.files} onChange={(to) => onChange((before) => ({ ...before, files: to(before.files) }))} onBusy={setUploading}
        upload={(file) => services.complaintDoor.upload(draft, file)} onlyPictures={isAnonymous}
      />
      {draft.by === 'named' ? (
        <>
          <TextField label="您的姓名" value={draft.name} onChange={put('name')} maxLength={40} hint="只给办这件事的人看，不会出现在任何名单里。" />
          <TextField label="手机号（可以不填）" kind="number" value={draft.phone} onChange={put('phone')} maxLength={11} placeholder="方便和您联系" />
          <TextField label="住址（可以不填）" value={draft.address} onChange={put('address')} maxLength={120} />
        </>
      ) : null}
      <TextField label="把受理编号发到这个手机号（可以不填）" kind="number" value={draft.textTo} onChange={put('textTo')} maxLength={11}
        hint="短信只有受理编号，不写是什么事。号码发完就不留。" />
      {leave.error ? <Text className="zx-body zx-late">{explain(leave.error)}</Text> : null}
      <Button disabled={!isReady || uploading} onTap={onReview}>下一步：看一遍</Button>
      <Button kind="plain" onTap={() => setLeaving(true)}>清除草稿，重新选</Button>
      <ConfirmSheet open={leaving} title="清除草稿？" confirm="清除" danger busy={leave.busy} onConfirm={leave.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">写的内容会从这台手机上删掉，不能恢复。还没有提交，法院不会收到。</Text>
      </ConfirmSheet>
    </View>
  )
}
