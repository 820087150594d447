import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { MyHelpNeeds } from '@zhixin/shared/contract'
import { HELP_NOTE_MAX_CHARS } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useResource } from '@/hooks/use-resource'
import { services } from '@/platform/services'
import { explain } from '@/services/errors'

const TITLE = '需要的照顾'

/** What one needs so that talking reaches one: said by oneself, taken back by oneself. */
export default function HelpNeedsPage() {
  return (
    <ReaderPage title={TITLE}>
      {({ me }) => (
        <PageShell title={TITLE}>
          <View className="zx-stack zx-pad">{me.kind === 'person' ? <Needs /> : <Text className="zx-body">绑定身份后可以在这里填写。</Text>}</View>
        </PageShell>
      )}
    </ReaderPage>
  )
}

function Needs() {
  const mine = useResource('help-needs', services.care.mine)
  return <ResourceView resource={mine} what="正在打开">{(known) => <Form key={known.told?.changedAt ?? 'nothing'} known={known} onChanged={mine.reload} />}</ResourceView>
}

function Form({ known: { purpose, choices, told }, onChanged }: { known: MyHelpNeeds; onChanged: () => void }) {
  const [needs, setNeeds] = useState<readonly string[]>(told?.needs ?? [])
  const [which, setWhich] = useState(told?.which ?? '')
  const [note, setNote] = useState(told?.note ?? '')
  const [agreed, setAgreed] = useState(told !== null)
  const [leaving, setLeaving] = useState(false)
  const [saved, setSaved] = useState(false)
  const asksWhich = choices.some((one) => one.asksWhich && needs.includes(one.id))
  const change = (act: () => void) => {
    setSaved(false)
    act()
  }
  const save = useAction(async () => {
    const line = (text: string) => (text.trim() === '' ? undefined : text.trim())
    await services.care.tell({ needs: [...needs], agreed: true, ...(asksWhich && { which: line(which) }), note: line(note) })
    setSaved(true)
  })
  const remove = useAction(async () => {
    await services.care.takeBack()
    setLeaving(false)
    onChanged()
  })
  const isEmpty = needs.length === 0 && note.trim() === ''
  return (
    <>
      <Text className="zx-body">您在看字、听话上有不方便吗？告诉我们，承办人和窗口会换个您方便的方式跟您沟通。</Text>
      <ChoiceList
        choices={choices.map(({ id, label }) => ({ value: id, title: label }))} chosen={needs}
        onChoose={(id) => change(() => setNeeds(needs.includes(id) ? needs.filter((one) => one !== id) : [...needs, id]))}
      />
      {asksWhich ? <TextField label="说什么话（方言或语言）" value={which} onChange={(text) => change(() => setWhich(text))} maxLength={HELP_NOTE_MAX_CHARS} placeholder="例如：闽南话、手语" /> : null}
      <TextField label="还想说明的（可不填）" value={note} onChange={(text) => change(() => setNote(text))} maxLength={HELP_NOTE_MAX_CHARS} placeholder="例如：请上午打电话" />
      <View className="zx-note"><Text className="zx-body">{purpose}</Text></View>
      <ChoiceList choices={[{ value: 'agreed', title: '我同意法院为此使用这些信息' }]} chosen={agreed ? 'agreed' : null} onChoose={() => change(() => setAgreed(!agreed))} />
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      {saved ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">已经记下。承办人在跟您的沟通里会看到。</Text></View> : null}
      <Button busy={save.busy} disabled={isEmpty || !agreed || saved} onTap={save.run}>保存</Button>
      {told || saved ? <Button kind="plain" onTap={() => setLeaving(true)}>不需要了，删除</Button> : null}
      <ConfirmSheet open={leaving} title="删除这些说明？" confirm="删除" danger busy={remove.busy} onConfirm={remove.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">删除后承办人和窗口就看不到了。以后需要时可以再填。</Text>
        {remove.error ? <Text className="zx-body zx-late">{explain(remove.error)}</Text> : null}
      </ConfirmSheet>
    </>
  )
}
