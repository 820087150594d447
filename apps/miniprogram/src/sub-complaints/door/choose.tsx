import type { ComplaintOptionsSchema } from '@zhixin/shared/contract'
import type { Stream } from '@zhixin/shared/ids'
import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { z } from 'zod'
import { Button } from '@/components/button'
import { ChoiceList } from '@/components/choice-list'
import { open } from '@/platform/navigation'
import type { DoorDraft } from '@/services'
import { BY_WORDS, DOORS } from './words'

export type DoorOptions = z.infer<typeof ComplaintOptionsSchema>
interface Props {
  options: DoorOptions
  /** Somebody of the court's own cases is signed in: they may speak under that name. */
  isPerson: boolean
  onChosen: (stream: Stream, by: DoorDraft['by']) => void
}

/** What it is about, in plain words, and who reads it; and whether under a name. */
export function Choose({ options, isPerson, onChosen }: Props) {
  const [stream, setStream] = useState<Stream | null>(null)
  const [by, setBy] = useState<DoorDraft['by'] | null>(null)
  const chosen = options.streams.find((one) => one.stream === stream)
  const ways: DoorDraft['by'][] = [...(isPerson ? ['person' as const] : []), 'named', ...(stream === 'discipline' ? ['anonymous' as const] : [])]
  const choose = (value: Stream) => {
    setStream(value)
    setBy(value === 'discipline' ? null : isPerson ? 'person' : 'named')
  }
  return (
    <View className="zx-stack">
      <Text className="zx-title">您要反映什么？</Text>
      <ChoiceList<Stream> choices={DOORS.map(({ stream: value, title, reader }) => ({ value, title, note: reader }))} chosen={stream} onChoose={choose} />
      {chosen ? <View className="zx-note"><Text className="zx-body">交上来以后：{chosen.told}{chosen.next}</Text></View> : null}
      {stream !== null && ways.length > 1 ? (
        <>
          <Text className="zx-title">您留姓名吗？</Text>
          <ChoiceList<DoorDraft['by']>
            choices={ways.map((value) => ({ value, title: BY_WORDS[value], ...(value === 'anonymous' && { note: '不记您的微信、手机号和网络地址，照片里的地点、时间会清除。' }) }))}
            chosen={by} onChoose={setBy}
          />
        </>
      ) : null}
      <Button disabled={stream === null || by === null} onTap={() => onChosen(stream!, by!)}>下一步</Button>
      <Button kind="plain" onTap={() => open('complaintFollow')}>已经交过了，查进度</Button>
    </View>
  )
}
