import Taro from '@tarojs/taro'

/** Opens the dialler with a number; the person still has to tap call. */
export function callPhone(phoneNumber: string): void {
  if (process.env.TARO_ENV === 'h5') window.location.href = `tel:${phoneNumber.replace(/[^\d+]/g, '')}`
  // A person who closes the dialler is no error.
  else Taro.makePhoneCall({ phoneNumber }).catch(() => undefined)
}
