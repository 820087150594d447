import { Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { QuickReply } from '@zhixin/shared/contract'
import { Button } from '@/components/button'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { ListRow } from '@/components/list-row'
import { PageShell } from '@/components/page-shell'
import { ReaderPage } from '@/components/reader-page'
import { Section } from '@/components/section'
import { StoreView } from '@/components/store-view'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { useValue } from '@/platform/use-value'
import { type Account, codedOf, explain } from '@/services'

type Edited = Pick<QuickReply, 'title' | 'text'> & { id?: string }

/** Answers of one's own, beside the court's, which nobody changes here. */
export default function QuickRepliesPage() {
  return <ReaderPage title="我的快捷回复">{({ account }) => <QuickReplies store={account.quickReplies} />}</ReaderPage>
}

function QuickReplies({ store }: { store: Account['quickReplies'] }) {
  const replies = useValue(store)
  const load = useAction(store.load)
  const { run } = load
  useEffect(() => run(), [run])
  const [edited, setEdited] = useState<Edited | null>(null)
  const save = useAction(async ({ id, title, text }: Edited) => {
    const input = { title: title.trim(), text: text.trim() }
    await (id ? store.change(id, input) : store.add(input))
    setEdited(null)
  })
  const remove = useAction(async (id: string) => {
    await store.remove(id)
    setEdited(null)
  })
  const error = save.error ?? remove.error
  return (
    <PageShell title="我的快捷回复">
      <View className="zx-stack zx-pad">
        <Button onTap={() => setEdited({ title: '', text: '' })}>新建一条</Button>
        <StoreView value={replies} loading={load.busy} error={load.error ? codedOf(load.error).code : null} onRetry={load.run}>
          {(all) => {
            const mine = all.filter(({ owner }) => owner === 'mine')
            return (
              <View className="zx-stack">
                <Section title="我的">
                  {mine.length === 0 ? <View className="zx-pad"><Text className="zx-body">还没有。把常说的话存成一条，以后点一下就能用。</Text></View> : null}
                  {mine.map((one) => <ListRow key={one.id} title={one.title} note={one.text} onTap={() => setEdited(one)} />)}
                </Section>
                <Section title="本院统一的（不能改）">
                  {all.filter(({ owner }) => owner === 'court').map(({ id, title, text }) => <ListRow key={id} title={title} note={text} />)}
                </Section>
              </View>
            )
          }}
        </StoreView>
      </View>
      {edited ? (
        <ConfirmSheet
          open title={edited.id ? '修改快捷回复' : '新建快捷回复'} confirm="保存" busy={save.busy} disabled={edited.title.trim() === '' || edited.text.trim() === ''}
          onConfirm={() => save.run(edited)} onClose={() => setEdited(null)}
        >
          <TextField label="标题" value={edited.title} maxLength={12} placeholder="12 个字以内" onChange={(title) => setEdited({ ...edited, title })} />
          <TextField label="内容" kind="long" value={edited.text} maxLength={500} placeholder="500 个字以内" onChange={(text) => setEdited({ ...edited, text })} />
          {error ? <Text className="zx-body zx-late">{explain(error)}</Text> : null}
          {edited.id ? <Button kind="danger" busy={remove.busy} onTap={() => remove.run(edited.id!)}>删除这一条</Button> : null}
        </ConfirmSheet>
      ) : null}
    </PageShell>
  )
}
