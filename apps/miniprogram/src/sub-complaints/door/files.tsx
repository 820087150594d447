import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { useAction } from '@/hooks/use-action'
import { useVoice } from '@/hooks/use-voice'
import { pickFiles, pickPictures } from '@/platform/files'
import type { DoorFile, DoorKind } from '@/services'
import { explain } from '@/services/errors'
import { KIND_WORDS } from './words'

const MOST = 9
interface Props {
  files: DoorFile[]
  /** What is there now is asked for then: while something goes up, its owner goes on writing. */
  onChange: (to: (before: DoorFile[]) => DoorFile[]) => void
  onBusy: (busy: boolean) => void
  upload: (file: { path: string; name: string; kind: DoorKind }) => Promise<DoorFile>
  /** Nothing but pictures, which can be cleaned. */
  onlyPictures: boolean
}

/** Pictures, voice and files: each goes up at once, and is named by what is sent later. */
export function DoorFiles({ files, onChange, onBusy, upload, onlyPictures }: Props) {
  const [going, setGoing] = useState('')
  const send = useAction(async (picked: { path: string; name: string }[], kind: DoorKind) => {
    onBusy(true)
    try {
      for (let i = 0; i < picked.length; i++) {
        setGoing(`正在上传第 ${i + 1} 个，共 ${picked.length} 个`)
        const file = await upload({ ...picked[i]!, kind })
        onChange((before) => [...before, file])
      }
    } finally {
      setGoing('')
      onBusy(false)
    }
  })
  const pictures = useAction(async () => send.run(await pickPictures(MOST - files.length), 'picture'))
  const documents = useAction(async () => send.run(await pickFiles(MOST - files.length), 'file'))
  const [voiceError, setVoiceError] = useState<unknown>(null)
  const voice = useVoice((recorded) => send.run([recorded], 'voice'), setVoiceError)
  const error = send.error ?? pictures.error ?? documents.error ?? voiceError
  const isFull = files.length >= MOST
  return (
    <View className="zx-stack">
      {files.length > 0 ? (
        <Section title={`附上的材料（${files.length}）`}>
          {files.map((file, i) => (
            <View key={file.attachmentId} className="zx-row zx-row--between zx-row--wrap zx-pad">
              <Text className="zx-body zx-grow">{KIND_WORDS[file.kind]}{i + 1}：{file.name}{file.confidential ? '（只给承办人看）' : ''}</Text>
              <View className="zx-row">
                <Button kind="plain" inline onTap={() => onChange((before) => before.map((one) => (isSame(one, file) ? { ...one, confidential: !file.confidential } : one)))}>
                  {file.confidential ? '改为公开' : '只给承办人看'}
                </Button>
                <Button kind="plain" inline onTap={() => onChange((before) => before.filter((one) => !isSame(one, file)))}>去掉</Button>
              </View>
            </View>
          ))}
        </Section>
      ) : null}
      {going ? <View className="zx-note"><Text className="zx-body">{going}</Text></View> : null}
      {error ? <View className="zx-note zx-note--late"><Text className="zx-body">{explain(error)}</Text></View> : null}
      {isFull ? <Text className="zx-caption">最多附 {MOST} 份。</Text> : (
        <View className="zx-row zx-row--wrap">
          <Button kind="plain" inline busy={send.busy} onTap={pictures.run}>添加照片</Button>
          {onlyPictures ? null : <Button kind="plain" inline busy={send.busy} onTap={voice.toggle}>{voice.seconds === null ? '添加录音' : `正在录 ${voice.seconds} 秒，点这里结束`}</Button>}
          {onlyPictures ? null : <Button kind="plain" inline busy={send.busy} onTap={documents.run}>添加文件</Button>}
        </View>
      )}
      {onlyPictures ? (
        <Text className="zx-caption">不留姓名只能附照片：录音、PDF、Word 里可能留有您的姓名、设备，清除不干净。照片里的地点、时间会自动清除。</Text>
      ) : null}
    </View>
  )
}

const isSame = (a: DoorFile, b: DoorFile): boolean => a.attachmentId === b.attachmentId
