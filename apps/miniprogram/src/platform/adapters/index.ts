import Taro from '@tarojs/taro'
import type { Adapters } from '@/services/adapters'
import { online } from '../app-status'
import { browserFiles } from './files-browser'
import { weappFiles } from './files-weapp'
import { browserHttp } from './http-browser'
import { weappHttp } from './http-weapp'
import { randomAdapter } from './random'
import { browserSpeech } from './speech-browser'
import { askToAllow } from './ask-to-allow'
import { socketAdapter } from './socket'
import { secretsAdapter, storageAdapter } from './storage'

const isH5 = process.env.TARO_ENV === 'h5'
const speech = isH5 ? browserSpeech() : undefined

const lifecycle: Adapters['lifecycle'] = isH5
  ? {
      onShow: (listener) => document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && listener()),
      onHide: (listener) => document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && listener()),
    }
  : { onShow: (listener) => Taro.onAppShow(listener), onHide: (listener) => Taro.onAppHide(listener) }

/** The phone, as the services see it. */
export const adapters: Adapters = {
  http: isH5 ? browserHttp : weappHttp,
  socket: socketAdapter,
  storage: storageAdapter,
  secrets: secretsAdapter,
  timers: { now: () => Date.now(), set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>) },
  random: randomAdapter,
  files: isH5 ? browserFiles : weappFiles,
  network: {
    isOnline: online.getSnapshot,
    onChange: (listener) => void online.subscribe(() => listener(online.getSnapshot())),
  },
  lifecycle,
  ...(speech && { speak: speech }),
  ...(isH5 ? {} : { wechat: { loginCode: async () => (await Taro.login()).code, askToAllow } }),
}
