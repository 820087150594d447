import { Text, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import type { ThreadKey } from '@zhixin/shared/ids'
import { ATTACHMENT_MAX_BYTES, type AttachmentNote, ATTACHMENTS_PER_MESSAGE } from '@zhixin/shared/rules'
import { Button } from '@/components/button'
import { Section } from '@/components/section'
import { Tappable } from '@/components/tappable'
import { type PickedFile, pickPictures } from '@/platform/files'
import { CodedError, explain, type Forms } from '@/services'

interface Props {
  thread: ThreadKey
  forms: Forms
  label: string
  hint: string
  papers: readonly AttachmentNote[]
  /** Called with what there is after a picture has gone up or was taken out. */
  onChange: (change: (papers: readonly AttachmentNote[]) => AttachmentNote[]) => void
  /** Whether pictures are on their way. */
  onBusy: (busy: boolean) => void
}

interface Underway {
  key: string
  file: PickedFile
  percent: number
  error?: unknown
}

/** Pictures of papers: each goes up as soon as it is chosen, and says how far it has got. */
export function Papers({ thread, forms, label, hint, papers, onChange, onBusy }: Props) {
  const [underway, setUnderway] = useState<readonly Underway[]>([])
  const [error, setError] = useState<unknown>(null)
  const counter = useRef(0)
  const flying = useRef(0)
  const change = (key: string, to: Partial<Underway> | null) =>
    setUnderway((all) => all.flatMap((one) => (one.key !== key ? [one] : to === null ? [] : [{ ...one, ...to }])))

  function go({ key, file }: Pick<Underway, 'key' | 'file'>): void {
    onBusy(++flying.current > 0)
    change(key, { error: undefined, percent: 0 })
    forms
      .upload(thread, { path: file.path, name: file.name, kind: 'picture' }, (percent) => change(key, { percent }))
      .then(
        (note) => {
          change(key, null)
          onChange((all) => [...all, note])
        },
        (reason: unknown) => change(key, { error: reason }),
      )
      .finally(() => onBusy(--flying.current > 0))
  }

  async function add(): Promise<void> {
    setError(null)
    try {
      const files = await pickPictures(ATTACHMENTS_PER_MESSAGE - papers.length - underway.length)
      if (files.some(({ bytes }) => bytes > ATTACHMENT_MAX_BYTES)) throw new CodedError('input.too_large')
      const chosen = files.map((file) => ({ key: `paper-${counter.current++}`, file, percent: 0 }))
      setUnderway((all) => [...all, ...chosen])
      chosen.forEach(go)
    } catch (reason) {
      setError(reason)
    }
  }

  return (
    <Section title={`${label}（可不填）`}>
      <View className="zx-form-group">
        <Text className="zx-caption">{hint}</Text>
        {papers.map(({ id, name }) => (
          <View key={id} className="zx-form-file">
            <Text className="zx-body zx-grow">{name}（已传好）</Text>
            <Tappable label={`去掉${name}`} onTap={() => onChange((all) => all.filter((one) => one.id !== id))}><Text className="zx-link">去掉</Text></Tappable>
          </View>
        ))}
        {underway.map((one) => (
          <View key={one.key} className="zx-form-file">
            <Text className={`zx-body zx-grow ${one.error ? 'zx-late' : ''}`}>
              {one.error ? `${one.file.name}：${explain(one.error)}` : `${one.file.name} 正在上传 ${Math.round(one.percent)}%`}
            </Text>
            {one.error ? <Tappable onTap={() => go(one)}><Text className="zx-link">重试</Text></Tappable> : null}
            {one.error ? <Tappable onTap={() => change(one.key, null)}><Text className="zx-link">去掉</Text></Tappable> : null}
          </View>
        ))}
        {error ? <Text className="zx-caption zx-late">{explain(error)}</Text> : null}
        {papers.length + underway.length < ATTACHMENTS_PER_MESSAGE ? <Button kind="plain" onTap={() => void add()}>拍照或选照片</Button> : null}
      </View>
    </Section>
  )
}
