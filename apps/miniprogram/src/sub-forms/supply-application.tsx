import { Text, View } from '@tarojs/components'
import { useDidHide, useUnload } from '@tarojs/taro'
import type { CorrectionView } from '@zhixin/shared/contract'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { Papers } from '@/components/papers'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { type Account, type ApplicationPlace, codedOf, explain, type FormDraft, type FormPlace, ruleLine } from '@/services'

interface Props {
  account: Account
  place: ApplicationPlace
  asked: CorrectionView
  onDone: () => void
}

const lineOf = (item: number): string => `line${item}`

/** What was missing, brought line by line; kept on the phone while one writes. */
export function SupplyApplication(props: Props) {
  const { account, place, asked } = props
  const { index, ...key } = place
  const draftPlace: FormPlace = { key, form: `correction-${index}`, supplements: asked.index }
  const kept = useResource(`${index} ${asked.index}`, async () => ({ draft: await account.formDrafts.load(draftPlace) }))
  if (!kept.value) return null
  return <Filling {...props} draftPlace={draftPlace} begun={kept.value.draft ?? { version: 1, values: {}, attachments: [] }} />
}

function Filling({ account, place, asked, onDone, draftPlace, begun }: Props & { draftPlace: FormPlace; begun: FormDraft }) {
  const { formDrafts } = account
  const { index: _index, ...key } = place
  const [draft, setDraft] = useState(begun)
  const [looked, setLooked] = useState(false)
  const [asking, setAsking] = useState(false)
  const [uploading, setUploading] = useState(false)
  const done = useRef(false)
  useEffect(() => {
    if (!done.current) formDrafts.save(draftPlace, draft)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- where the draft is kept does not change
  }, [draft])
  useDidHide(() => void formDrafts.flush())
  useUnload(() => void formDrafts.flush())

  const words = (item: number): string => {
    const said = draft.values[lineOf(item)]
    return typeof said === 'string' ? said : ''
  }
  const say = (item: number, value: string) => setDraft((before) => ({ ...before, values: { ...before.values, [lineOf(item)]: value } }))
  const missing = asked.items.filter(({ item }) => words(item).trim() === '')
  const supply = useAction(async () => {
    const commandId = await formDrafts.commandIdFor(draftPlace, draft)
    const parts = asked.items.map(({ item }) => ({ item, words: words(item).trim() }))
    await account.applications.supply(place, { commandId, parts, attachments: draft.attachments })
    done.current = true
    await formDrafts.clear(draftPlace)
    setAsking(false)
    onDone()
  })
  const look = () => {
    setLooked(true)
    if (missing.length === 0 && !uploading) setAsking(true)
  }
  return (
    <View className="zx-stack">
      <View className="zx-stack--tight">
        <Text className="zx-headline">要补的材料</Text>
        <Text className="zx-body">每一项写一句：补了什么。没有的，写为什么没有。照片在下面传。</Text>
        {asked.rule ? <Text className="zx-caption">{ruleLine({ rule: asked.rule })}</Text> : null}
      </View>
      {asked.items.map(({ item, text }) => (
        <View key={item} className="zx-stack--tight">
          <TextField
            label={`${item}. ${text}`} kind="long" maxLength={1000} value={words(item)} placeholder="如：见照片第1张"
            error={looked && words(item).trim() === '' ? '这一项还没有写' : undefined} onChange={(value) => say(item, value)}
          />
          {words(item) === '' ? <Button kind="plain" inline onTap={() => say(item, '见照片')}>写“见照片”</Button> : null}
        </View>
      ))}
      <Papers
        upload={(file, onProgress) => account.forms.upload(key, file, onProgress)} label="要补的照片" hint="每张拍清楚，文字要看得见" papers={draft.attachments} onBusy={setUploading}
        onChange={(change) => setDraft((before) => ({ ...before, attachments: change(before.attachments) }))}
      />
      {looked && missing.length > 0 ? <View className="zx-note zx-note--late"><Text className="zx-body">还有 {missing.length} 项没有写。</Text></View> : null}
      {uploading ? <Text className="zx-body">照片传好后才能提交，请稍等。</Text> : null}
      <Button disabled={uploading} onTap={look}>提交补的材料</Button>
      <ConfirmSheet open={asking} title="确认提交？" confirm="确认提交" busy={supply.busy} onConfirm={supply.run} onClose={() => setAsking(false)}>
        <Text className="zx-body">提交后不能修改，存入案卷，由立案窗口看。{draft.attachments.length > 0 ? `照片${draft.attachments.length}张。` : '没有照片。'}</Text>
        {supply.error ? (
          <View className="zx-note zx-note--late">
            <Text className="zx-body">{explain(supply.error)}</Text>
            {codedOf(supply.error).status === 0 ? <View><Text className="zx-body">再点一次“确认提交”就行，不会重复提交。</Text></View> : null}
          </View>
        ) : null}
      </ConfirmSheet>
    </View>
  )
}
