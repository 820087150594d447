import Taro from '@tarojs/taro'

/** What is drawn on a canvas of this screen, as a PNG that can be uploaded as long as the app runs. */
export async function pictureOf(canvas: HTMLCanvasElement | Taro.Canvas): Promise<string> {
  if (process.env.TARO_ENV === 'h5') {
    const blob = await new Promise<Blob | null>((resolve) => (canvas as HTMLCanvasElement).toBlob(resolve, 'image/png'))
    if (!blob) throw new Error('the canvas gave no picture')
    return URL.createObjectURL(blob)
  }
  const { tempFilePath } = await Taro.canvasToTempFilePath({ canvas: canvas as Taro.Canvas, fileType: 'png' })
  return tempFilePath
}
