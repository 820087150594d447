import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { MyHelpNeeds } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { HelpNeedsFields, type HelpWish, mayBeSent, toldBy } from '@/components/help-needs-fields'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { ResourceView } from '@/components/resource-view'
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

type Known = NonNullable<MyHelpNeeds['asked']>
/** What was said when asking for help stands in the form already, beside what was told before: it becomes one's own by saving it. */
const begunWith = (told: Known | null, asked: Known | null): HelpWish => ({
  needs: [...new Set([...(told?.needs ?? []), ...(asked?.needs ?? [])])],
  which: asked?.which ?? told?.which ?? '',
  note: asked?.note ?? told?.note ?? '',
  agreed: told !== null && asked === null,
})

function Form({ known: { told, asked, ...offer }, onChanged }: { known: MyHelpNeeds; onChanged: () => void }) {
  const [wish, setWish] = useState(() => begunWith(told, asked))
  const [leaving, setLeaving] = useState(false)
  const [saved, setSaved] = useState(false)
  const save = useAction(async () => {
    await services.care.tell(toldBy(wish)!)
    setSaved(true)
  })
  /** As it was told before, and nothing of what was said when asking for help. */
  const leaveAsItWas = useAction(async () => {
    await services.care.tell(toldBy({ ...begunWith(told, null), agreed: true })!)
    onChanged()
  })
  const remove = useAction(async () => {
    await services.care.takeBack()
    setLeaving(false)
    onChanged()
  })
  return (
    <>
      <Text className="zx-body">您在看字、听话上有不方便吗？告诉我们，承办人和窗口会换个您方便的方式跟您沟通。</Text>
      {asked && !saved ? (
        <View className="zx-note zx-note--warn">
          <Text className="zx-body">您请法院帮忙绑定时说的，已经替您选上，承办人还看不到。对的话，点“我同意”再保存。</Text>
        </View>
      ) : null}
      <HelpNeedsFields
        offer={offer} wish={wish}
        onChange={(next) => {
          setSaved(false)
          setWish(next)
        }}
      />
      {leaveAsItWas.error ? <Text className="zx-body zx-late">{explain(leaveAsItWas.error)}</Text> : null}
      {save.error ? <Text className="zx-body zx-late">{explain(save.error)}</Text> : null}
      {saved ? <View className="zx-note zx-note--done"><Text className="zx-body-strong">已经记下。承办人在跟您的沟通里会看到。</Text></View> : null}
      <Button busy={save.busy} disabled={toldBy(wish) === undefined || !mayBeSent(wish) || saved} onTap={save.run}>保存</Button>
      {told && asked && !saved ? <Button kind="plain" busy={leaveAsItWas.busy} onTap={leaveAsItWas.run}>不用加，还按原来说的</Button> : null}
      {told || asked || saved ? <Button kind="plain" onTap={() => setLeaving(true)}>不需要了，删除</Button> : null}
      <ConfirmSheet open={leaving} title="删除这些说明？" confirm="删除" danger busy={remove.busy} onConfirm={remove.run} onClose={() => setLeaving(false)}>
        <Text className="zx-body">删除后承办人和窗口就看不到了。以后需要时可以再填。</Text>
        {remove.error ? <Text className="zx-body zx-late">{explain(remove.error)}</Text> : null}
      </ConfirmSheet>
    </>
  )
}
