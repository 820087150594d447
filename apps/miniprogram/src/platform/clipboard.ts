import Taro from '@tarojs/taro'

/** Puts a text where it can be pasted from, and says so. Rejects where the phone does not allow it. */
export async function copyText(text: string): Promise<void> {
  await Taro.setClipboardData({ data: text })
  void Taro.showToast({ title: '已复制', icon: 'none' })
}
