import { Text, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { ATTACHMENT_MAX_BYTES, type AttachmentNote, ATTACHMENTS_PER_MESSAGE } from '@zhixin/shared/rules'
import { type PickedFile, pickFiles, pickPictures } from '@/platform/files'
import { CodedError, explain } from '@/services'
import { Button } from '../button'
import { Section } from '../section'
import { Tappable } from '../tappable'
import './index.less'

/** What is sent up, and by what it is kept. */
export interface PaperFile {
  path: string
  name: string
  kind: 'picture' | 'file'
}

interface Props {
  upload: (file: PaperFile, onProgress: (percent: number) => void) => Promise<AttachmentNote>
  label: string
  hint: string
  /** Whether nothing goes on without it. */
  required?: boolean
  /** Whether a PDF may be chosen as well. */
  documents?: boolean
  papers: readonly AttachmentNote[]
  /** Called with what there is after a picture has gone up or was taken out. */
  onChange: (change: (papers: readonly AttachmentNote[]) => AttachmentNote[]) => void
  /** Whether pictures are on their way. */
  onBusy: (busy: boolean) => void
}

interface Underway {
  key: string
  file: PickedFile
  kind: PaperFile['kind']
  percent: number
  error?: unknown
}

/** Pictures of papers, and PDF where it is asked for: each goes up as soon as it is chosen, and says how far it has got. */
export function Papers({ upload, label, hint, required = false, documents = false, papers, onChange, onBusy }: Props) {
  const [underway, setUnderway] = useState<readonly Underway[]>([])
  const [error, setError] = useState<unknown>(null)
  const counter = useRef(0)
  const flying = useRef(0)
  const change = (key: string, to: Partial<Underway> | null) =>
    setUnderway((all) => all.flatMap((one) => (one.key !== key ? [one] : to === null ? [] : [{ ...one, ...to }])))

  function go({ key, file, kind }: Pick<Underway, 'key' | 'file' | 'kind'>): void {
    onBusy(++flying.current > 0)
    change(key, { error: undefined, percent: 0 })
    upload({ path: file.path, name: file.name, kind }, (percent) => change(key, { percent }))
      .then(
        (note) => {
          change(key, null)
          onChange((all) => [...all, note])
        },
        (reason: unknown) => change(key, { error: reason }),
      )
      .finally(() => onBusy(--flying.current > 0))
  }

  async function add(kind: PaperFile['kind']): Promise<void> {
    setError(null)
    try {
      const left = ATTACHMENTS_PER_MESSAGE - papers.length - underway.length
      const files = await (kind === 'picture' ? pickPictures(left) : pickFiles(left))
      if (files.some(({ bytes }) => bytes > ATTACHMENT_MAX_BYTES)) throw new CodedError('input.too_large')
      const chosen = files.map((file) => ({ key: `paper-${counter.current++}`, file, kind, percent: 0 }))
      setUnderway((all) => [...all, ...chosen])
      chosen.forEach(go)
    } catch (reason) {
      setError(reason)
    }
  }

  const isFull = papers.length + underway.length >= ATTACHMENTS_PER_MESSAGE
  return (
    <Section title={required ? label : `${label}（可不填）`}>
      <View className="zx-papers">
        <Text className="zx-caption">{hint}</Text>
        {papers.map(({ id, name }) => (
          <View key={id} className="zx-papers__file">
            <Text className="zx-body zx-grow">{name}（已传好）</Text>
            <Tappable label={`去掉${name}`} onTap={() => onChange((all) => all.filter((one) => one.id !== id))}><Text className="zx-link">去掉</Text></Tappable>
          </View>
        ))}
        {underway.map((one) => (
          <View key={one.key} className="zx-papers__file">
            <Text className={`zx-body zx-grow ${one.error ? 'zx-late' : ''}`}>
              {one.error ? `${one.file.name}：${explain(one.error)}` : `${one.file.name} 正在上传 ${Math.round(one.percent)}%`}
            </Text>
            {one.error ? <Tappable onTap={() => go(one)}><Text className="zx-link">重试</Text></Tappable> : null}
            {one.error ? <Tappable onTap={() => change(one.key, null)}><Text className="zx-link">去掉</Text></Tappable> : null}
          </View>
        ))}
        {error ? <Text className="zx-caption zx-late">{explain(error)}</Text> : null}
        {isFull ? null : <Button kind="plain" onTap={() => void add('picture')}>拍照或选照片</Button>}
        {documents && !isFull ? <Button kind="plain" onTap={() => void add('file')}>选 PDF 文件</Button> : null}
      </View>
    </Section>
  )
}
