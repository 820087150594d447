import Taro from '@tarojs/taro'

/** By callbacks: a promise of Taro's would lose the code that WeChat gives with a failure. */
export const askToAllow = (templateIds: readonly string[]): Promise<Readonly<Record<string, string>>> =>
  new Promise((resolve, reject) => {
    const option: Taro.requestSubscribeMessage.Option = {
      tmplIds: [...templateIds],
      // Alipay's name of the same, which the types ask for.
      entityIds: [],
      success: (said) => resolve(said as unknown as Record<string, string>),
      fail: reject,
    }
    // Taro gives a promise as well, which fails beside the callback.
    void Taro.requestSubscribeMessage(option)?.catch(() => undefined)
  })
