import Taro from '@tarojs/taro'
import { CodedError } from '@zhixin/shared/errors'
import { VOICE_MAX_MS } from '@zhixin/shared/rules'

/** A file the reader chose. `path` is good for an upload from this phone, as long as the app runs. */
export interface PickedFile {
  path: string
  name: string
  bytes: number
}

const isH5 = process.env.TARO_ENV === 'h5'
const PICTURE_TYPES = 'image/jpeg,image/png,image/webp,image/gif'
const FILE_TYPES = '.pdf,.doc,.docx,.xls,.xlsx,.txt,.mp3,.mp4,image/*'
const VOICE_TYPES = 'audio/mpeg,.mp3'
const TELLS_WITHIN_MS = 5_000

const isCancelled = (error: unknown): boolean => /cancel/i.test(String((error as { errMsg?: string } | null)?.errMsg ?? error))

/** An empty list when nothing was chosen. */
async function orNothing(choosing: Promise<PickedFile[]>): Promise<PickedFile[]> {
  try {
    return await choosing
  } catch (error) {
    if (isCancelled(error)) return []
    throw error
  }
}

/** Pictures from the camera or the album, made smaller by WeChat. */
export function pickPictures(most: number): Promise<PickedFile[]> {
  if (isH5) return pickInBrowser(PICTURE_TYPES, most)
  return orNothing(
    Taro.chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'], sourceType: ['album', 'camera'] }).then(({ tempFiles }) =>
      tempFiles.map(({ tempFilePath, size }, i) => ({ path: tempFilePath, name: `照片${i + 1}${extensionOf(tempFilePath)}`, bytes: size })),
    ),
  )
}

/** Documents: from a chat on WeChat, which is the only place where a mini-program may take them from; from the disk on H5. */
export function pickFiles(most: number): Promise<PickedFile[]> {
  if (isH5) return pickInBrowser(FILE_TYPES, most)
  return orNothing(
    Taro.chooseMessageFile({ count: most, type: 'file' }).then(({ tempFiles }) =>
      tempFiles.map(({ path, name, size }) => ({ path, name, bytes: size })),
    ),
  )
}

/** H5 only: a recorded voice as a file, and how long it lasts where the browser can tell. Rejects with client.voice_too_long. */
export async function pickVoice(): Promise<(PickedFile & { durationMs?: number }) | undefined> {
  const [file] = await pickInBrowser(VOICE_TYPES, 1)
  if (!file) return undefined
  const lasts = await durationOf(file.path)
  if (lasts === undefined) return file
  if (lasts > VOICE_MAX_MS) throw new CodedError('client.voice_too_long')
  return { ...file, durationMs: Math.max(1, lasts) }
}

/** Milliseconds; undefined when the browser cannot read the sound, which says nothing about whether others can. */
function durationOf(path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const audio = new Audio()
    const timer = setTimeout(() => resolve(undefined), TELLS_WITHIN_MS)
    const tell = (ms: number | undefined) => {
      clearTimeout(timer)
      resolve(ms)
    }
    audio.preload = 'metadata'
    audio.onloadedmetadata = () => tell(Number.isFinite(audio.duration) ? Math.round(audio.duration * 1000) : undefined)
    audio.onerror = () => tell(undefined)
    audio.src = path
  })
}

const extensionOf = (path: string): string => /\.[a-z0-9]{2,5}$/i.exec(path)?.[0] ?? '.jpg'

function pickInBrowser(accept: string, most: number): Promise<PickedFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = most > 1
    input.style.display = 'none'
    document.body.appendChild(input)
    const finish = (files: File[]) => {
      input.remove()
      resolve(files.slice(0, most).map((file) => ({ path: URL.createObjectURL(file), name: file.name, bytes: file.size })))
    }
    input.addEventListener('change', () => finish([...(input.files ?? [])]))
    input.addEventListener('cancel', () => finish([]))
    input.click()
  })
}
