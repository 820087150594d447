import './platform/polyfills'
import { useDidShow, useLaunch } from '@tarojs/taro'
import type { PropsWithChildren } from 'react'
import { readDisplay } from './platform/display'
import { followNetwork } from './platform/network'
import { followOpening } from './platform/pages'
import { followSession, readAbout } from './platform/services'
import './app.less'

/** Whether this is a demonstration must be known before anything is believed: asked until there is an answer. */
const ASK_AGAIN_MS = 10_000
function learnAbout(): void {
  readAbout().catch(() => setTimeout(learnAbout, ASK_AGAIN_MS))
}

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    followOpening()
    followNetwork()
    followSession()
    learnAbout()
  })
  useDidShow(readDisplay)
  return <>{children}</>
}
