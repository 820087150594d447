import { Image, Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { UrgentMatterView } from '@zhixin/shared/contract'
import type { AttachmentNote } from '@zhixin/shared/rules'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { useAction } from '@/hooks/use-action'
import { nowHere } from '@/platform/now'
import { openDocument, showPicture } from '@/platform/open-file'
import { play } from '@/platform/player'
import { explain, momentWords, secondsWords, type UrgentStore } from '@/services'
import './urgent.less'

/** What was said, oldest first, with its pictures and voices. */
export function Clue({ items, store }: { items: UrgentMatterView['items']; store: UrgentStore }) {
  return (
    <Section title="线索内容">
      {items.map(({ index, at, what, where, attachments }, i) => (
        <View key={index} className="zx-urgent-item zx-stack--tight">
          <Text className="zx-caption">{momentWords(at, nowHere())}{i > 0 ? ' 补充' : ''}</Text>
          {what === null ? <Text className="zx-body">（内容已封存）</Text> : what ? <Text className="zx-title" userSelect>{what}</Text> : null}
          {where ? <Text className="zx-body-strong" userSelect>地点：{where}</Text> : null}
          {attachments.map((note) => <Enclosed key={note.id} note={note} store={store} />)}
        </View>
      ))}
    </Section>
  )
}

function Enclosed({ note, store }: { note: AttachmentNote; store: UrgentStore }) {
  const [picture, setPicture] = useState<string | null>(null)
  const show = useAction(async () => {
    const path = await store.attachment(note)
    if (note.kind === 'picture') setPicture(path)
    else if (note.kind === 'voice') await play(path)
    else await openDocument(path, note.name)
  })
  const { run } = show
  useEffect(() => {
    if (note.kind === 'picture') run()
  }, [note.kind, run])
  if (picture) return <Tappable label={`看大图：${note.name}`} onTap={() => showPicture(picture)}><Image className="zx-urgent-picture" src={picture} mode="aspectFill" /></Tappable>
  const words = note.kind === 'voice' ? `听语音 ${note.durationMs === undefined ? '' : secondsWords(note.durationMs)}` : note.kind === 'picture' ? '正在打开图片' : note.name
  return (
    <Tappable className="zx-urgent-enclosed" onTap={show.run}>
      <Text className="zx-link">{show.busy && note.kind === 'voice' ? '正在播放' : words}</Text>
      {show.error ? <Text className="zx-caption zx-late">{explain(show.error)}</Text> : null}
    </Tappable>
  )
}
