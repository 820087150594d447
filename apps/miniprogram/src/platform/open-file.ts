import Taro from '@tarojs/taro'

/** Shows a picture that is on this phone, as large as the screen. */
export const showPicture = (path: string): void => void Taro.previewImage({ urls: [path], current: path })

/** What WeChat's viewer can open. A fetched file need not carry its ending in its path, so WeChat is told. */
const VIEWED = /\.(docx?|xlsx?|pptx?|pdf)$/i

/** Opens a document that is on this phone: with WeChat's viewer, or as a download in a browser. */
export async function openDocument(path: string, name: string): Promise<void> {
  if (process.env.TARO_ENV !== 'h5') {
    const fileType = VIEWED.exec(name)?.[1]?.toLowerCase() as keyof Taro.openDocument.FileType | undefined
    await Taro.openDocument({ filePath: path, showMenu: true, ...(fileType && { fileType }) })
    return
  }
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}
