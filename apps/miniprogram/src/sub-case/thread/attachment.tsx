import { Image as PictureIcon, Link, PlayCircleFill } from '@nutui/icons-react-taro'
import { Image, Text, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { Tag } from '@/components/tag'
import { Tappable } from '@/components/tappable'
import { useAction } from '@/hooks/use-action'
import { openDocument, showPicture } from '@/platform/open-file'
import { play, stopPlaying } from '@/platform/player'
import { useDisplay } from '@/platform/use-display'
import { fetchAttachment } from './fetched'
import { explain } from '@/services/errors'
import { secondsWords } from '@/services/format'
import type { BubbleAttachment, VoiceWords } from '@/services/thread-rows'
import type { RowAction } from './use-conduct'
import './attachment.less'

interface Props {
  note: BubbleAttachment
  thread: ThreadKey
  /** Where its bytes come from, unless from the thread itself. */
  path?: string
  /** What can be done with what was written down of a voice. */
  actionsOf?: (words: VoiceWords) => RowAction[]
  /** Of one's own voice: what was written down of it is not what one meant. */
  onNotMeant?: () => void
}

/** A picture, file or voice of a message. Pictures are fetched when drawn, the rest when tapped. */
export function Attachment(props: Props) {
  if (props.note.kind === 'picture') return <PictureAttachment {...props} />
  if (props.note.kind === 'voice') return <VoiceAttachment {...props} />
  return <FileAttachment {...props} />
}

function PictureAttachment({ note, thread: { caseId, personId }, path: from }: Props) {
  const { id, name } = note
  const [path, setPath] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let wanted = true
    setError(null)
    fetchAttachment({ caseId, personId }, { id, name }, from).then(
      (local) => wanted && setPath(local),
      (reason: unknown) => wanted && setError(reason),
    )
    return () => {
      wanted = false
    }
  }, [caseId, personId, id, name, from, attempt])
  if (path) {
    return (
      <Tappable label={`看大图：${note.name}`} onTap={() => showPicture(path)}>
        <Image className="zx-attachment__picture" src={path} mode="aspectFill" />
      </Tappable>
    )
  }
  return (
    <Tappable className="zx-attachment" onTap={() => setAttempt(attempt + 1)}>
      <PictureIcon />
      <Text className="zx-body">{error ? `${note.name}没有打开，点这里重试` : `正在打开${note.name}…`}</Text>
    </Tappable>
  )
}

function VoiceAttachment({ note, thread, path, actionsOf, onNotMeant }: Props) {
  const { elder } = useDisplay()
  const [playing, setPlaying] = useState(false)
  const listen = useAction(async () => {
    const local = await fetchAttachment(thread, note, path)
    setPlaying(true)
    try {
      await play(local)
    } finally {
      setPlaying(false)
    }
  })
  return (
    <View>
      <Tappable className="zx-attachment" onTap={playing ? stopPlaying : listen.run}>
        <PlayCircleFill />
        <Text className={elder ? 'zx-title' : 'zx-body'}>{playing ? '正在播放，点这里停止' : `点这里听语音 ${note.durationMs === undefined ? '' : secondsWords(note.durationMs)}`}</Text>
      </Tappable>
      {listen.error ? <Text className="zx-caption zx-late">{explain(listen.error)}</Text> : null}
      {note.summary ? <Summary summary={note.summary} actionsOf={actionsOf} onNotMeant={onNotMeant} /> : null}
    </View>
  )
}

/** What was written down of a voice: the newest counts; those before it stay in the file and can be looked at. */
function Summary({ summary, actionsOf, onNotMeant }: { summary: NonNullable<BubbleAttachment['summary']> } & Pick<Props, 'actionsOf' | 'onNotMeant'>) {
  const [showsEarlier, setShowsEarlier] = useState(false)
  const { earlier } = summary
  return (
    <View className="zx-attachment__summary">
      <Said words={summary} label="语音大意" actionsOf={actionsOf} />
      {onNotMeant ? <Tappable className="zx-remark" onTap={onNotMeant}><Text>不是这个意思</Text></Tappable> : null}
      {earlier.length > 0 && !showsEarlier ? (
        <Tappable className="zx-remark" onTap={() => setShowsEarlier(true)}><Text>改写过，看改写前的大意</Text></Tappable>
      ) : null}
      {showsEarlier ? earlier.map((words) => <Said key={words.index} words={words} label="改写前的大意" actionsOf={actionsOf} />) : null}
    </View>
  )
}

function Said({ words, label, actionsOf }: { words: VoiceWords; label: string } & Pick<Props, 'actionsOf'>) {
  return (
    <View>
      <View><Text className="zx-body" userSelect>{label}：{words.text}</Text></View>
      <View><Text className="zx-caption">由{words.by}听后写下</Text></View>
      {words.sealAsked ? <Tag tone="ink">已申请封存，等负责人决定</Tag> : null}
      <View className="zx-row zx-row--wrap">
        {(actionsOf?.(words) ?? []).map(({ title, onTap }) => (
          <Tappable key={title} className="zx-remark" label={`${title}：${label}`} onTap={onTap}><Text>{title}</Text></Tappable>
        ))}
      </View>
    </View>
  )
}

function FileAttachment({ note, thread, path }: Props) {
  const read = useAction(async () => openDocument(await fetchAttachment(thread, note, path), note.name))
  return (
    <View>
      <Tappable className="zx-attachment" onTap={read.run}>
        <Link />
        <Text className="zx-body zx-grow">{read.busy ? '正在打开…' : note.name}</Text>
      </Tappable>
      {read.error ? <Text className="zx-caption zx-late">{explain(read.error)}</Text> : null}
    </View>
  )
}
