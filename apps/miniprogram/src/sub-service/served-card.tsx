import { Text, View } from '@tarojs/components'
import type { ServiceView } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Button } from '@/components/button'
import { Tag } from '@/components/tag'
import { useAction } from '@/hooks/use-action'
import { openDocument } from '@/platform/open-file'
import { type Account, explain, runLines, servedLine, serviceState } from '@/services'
import './service.less'

interface Props {
  account: Account
  thread: ThreadKey
  one: ServiceView
  mayConfirm: boolean
  onDone: () => void
}

/** One document that was served: when, what runs from it, and the document itself. */
export function ServedCard({ account: { electronicService: service, attachmentFiles }, thread, one, mayConfirm, onDone }: Props) {
  const { word, tone } = serviceState(one)
  const read = useAction(async () => {
    await openDocument(await attachmentFiles.fetch(thread, one.file!, service.documentPath(thread, one.index)), one.file!.name)
    onDone()
  })
  const receipt = useAction(async () => openDocument(await service.receipt(thread, one.index), '送达回证.pdf'))
  const confirm = useAction(async () => {
    await service.confirm(thread, one.index)
    onDone()
  })
  const wrong: unknown = read.error ?? receipt.error ?? confirm.error
  const runs = runLines(one)
  return (
    <View className="zx-served">
      <View className="zx-row zx-row--between zx-row--wrap">
        <Text className="zx-title zx-grow">{one.label}</Text>
        <Tag tone={tone}>{word}</Tag>
      </View>
      {one.number ? <Text className="zx-body zx-number" userSelect>{one.number}</Text> : null}
      <Text className={one.stopped ? 'zx-body-strong zx-late' : 'zx-body-strong'}>{servedLine(one)}</Text>
      {runs.map((words) => <Text key={words} className="zx-body zx-late">{words}</Text>)}
      <Text className="zx-body">{one.follows}</Text>
      {one.notes.map(({ at, note }) => <View key={at} className="zx-note zx-note--warn"><Text className="zx-body">法院备注：{note ?? '内容已封存'}</Text></View>)}
      {one.file ? <Button busy={read.busy} onTap={() => read.run()}>打开文书</Button> : <View className="zx-note"><Text className="zx-body">文书已封存，不能再看。送达的时间仍然有记录。</Text></View>}
      {mayConfirm && one.arrived && !one.confirmedAt ? (
        <View className="zx-stack--tight">
          <Button kind="plain" busy={confirm.busy} onTap={() => confirm.run()}>告诉法院“我收到了”</Button>
          <Text className="zx-caption">点不点都算送达。点一下，承办人就知道您看到了。</Text>
        </View>
      ) : null}
      {one.arrived && one.file ? <Button kind="plain" busy={receipt.busy} onTap={() => receipt.run()}>看送达回证</Button> : null}
      {wrong ? <Text className="zx-body zx-late">{explain(wrong)}</Text> : null}
      {one.paper ? <Text className="zx-caption">{one.paper}</Text> : null}
      <Text className="zx-caption">{one.effect}</Text>
      <Text className="zx-caption">依据：{one.cite}</Text>
    </View>
  )
}
