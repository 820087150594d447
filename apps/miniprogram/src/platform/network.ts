import Taro from '@tarojs/taro'
import { online } from './app-status'

/** Follows the phone's network for as long as the app runs. */
export function followNetwork(): void {
  if (process.env.TARO_ENV === 'h5') {
    const tell = () => online.set(navigator.onLine)
    window.addEventListener('online', tell)
    window.addEventListener('offline', tell)
    tell()
    return
  }
  Taro.onNetworkStatusChange(({ isConnected }) => online.set(isConnected))
  void Taro.getNetworkType().then(({ networkType }) => online.set(networkType !== 'none'))
}
