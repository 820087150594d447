import { Text, View } from '@tarojs/components'
import type { DeskApplication } from '@zhixin/shared/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { ConfirmSheet } from '@/components/confirm-sheet'
import { TextField } from '@/components/text-field'
import { useAction } from '@/hooks/use-action'
import { type ApplicationPlace, type Applications, explain } from '@/services'

const LEAST = 2
const MOST = 20

interface Line {
  text: string
  /** Which line of the notice before it is about; only of a further notice. */
  about: string | null
}
const blank: Line = { text: '', about: null }
interface Props {
  place: ApplicationPlace
  opened: DeskApplication
  applications: Applications
  onDone: () => void
}

/** 一次性告知补正: all that is missing, each a line. Once more only of what came in since. */
export function AskCorrection({ place, opened, applications, onDone }: Props) {
  const [asking, setAsking] = useState(false)
  const [lines, setLines] = useState<readonly Line[]>([blank])
  const before = opened.corrections[opened.corrections.length - 1]
  const ask = useAction(async () => {
    await applications.askCorrection(place, lines.map(({ text, about }) => ({ text, ...(about !== null && { about: Number(about) }) })))
    setAsking(false)
    setLines([blank])
    onDone()
  })
  const change = (at: number, to: Partial<Line>) => setLines((all) => all.map((line, i) => (i === at ? { ...line, ...to } : line)))
  const isReady = lines.every(({ text, about }) => text.trim().length >= LEAST && (!before || about !== null))
  return (
    <>
      <Button kind="plain" onTap={() => setAsking(true)}>{before ? '补交的还有问题，再告知' : '材料不齐，告知补正'}</Button>
      <ConfirmSheet open={asking} title="告知补正" confirm="告诉申请人" busy={ask.busy} disabled={!isReady} onConfirm={ask.run} onClose={() => setAsking(false)}>
        <View className="zx-note zx-note--warn">
          <Text className="zx-body">{before ? '只能就新补交的那几项再提，不能另加别的。' : '缺的要一次说全：以后不能再加别的项。'}补交的日子由系统按规定计算，告诉后不能收回。等补交的时候，窗口的期限不走。</Text>
        </View>
        {lines.map(({ text, about }, i) => (
          <View key={i} className="zx-stack--tight">
            {before ? (
              <ChoiceList<string>
                choices={before.items.map((one) => ({ value: String(one.item), title: `关于：${one.text}` }))} chosen={about} onChoose={(item) => change(i, { about: item })}
              />
            ) : null}
            <TextField
              label={`${i + 1}. 缺什么（对方会看到）`} kind="long" maxLength={200} value={text} placeholder="如：裁定书每一页的照片" onChange={(value) => change(i, { text: value })}
            />
            {lines.length > 1 ? <Button kind="plain" inline onTap={() => setLines((all) => all.filter((_, at) => at !== i))}>去掉这一项</Button> : null}
          </View>
        ))}
        {lines.length < MOST ? <Button kind="plain" onTap={() => setLines((all) => [...all, blank])}>再加一项</Button> : null}
        {ask.error ? <Text className="zx-body zx-late">{explain(ask.error)}</Text> : null}
      </ConfirmSheet>
    </>
  )
}
