import Taro from '@tarojs/taro'

/** A file the reader chose. `path` is good for an upload from this phone, as long as the app runs. */
export interface PickedFile {
  path: string
  name: string
  bytes: number
}

const isH5 = process.env.TARO_ENV === 'h5'
const PICTURE_TYPES = 'image/jpeg,image/png,image/webp,image/gif'
const FILE_TYPES = '.pdf,.doc,.docx,.xls,.xlsx,.txt,image/*'
const VOICE_TYPES = 'audio/mpeg,.mp3'

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

/** H5 only: a recorded voice as a file. */
export const pickVoice = (): Promise<PickedFile[]> => pickInBrowser(VOICE_TYPES, 1)

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
