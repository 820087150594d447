import Taro from '@tarojs/taro'

/** Shows a picture that is on this phone, as large as the screen. */
export const showPicture = (path: string): void => void Taro.previewImage({ urls: [path], current: path })

/** Opens a document that is on this phone: with WeChat's viewer, or as a download in a browser. */
export async function openDocument(path: string, name: string): Promise<void> {
  if (process.env.TARO_ENV !== 'h5') {
    await Taro.openDocument({ filePath: path, showMenu: true })
    return
  }
  const link = document.createElement('a')
  link.href = path
  link.download = name
  link.click()
}
