import path from 'node:path'
import { WeappHost } from './host'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')

describe('the weapp on a phone', () => {
  let host: WeappHost
  afterEach(() => host.dispose())

  test('starts without a network and shows the sign-in page', async () => {
    host = new WeappHost({ dist: DIST })
    host.loseSignal()
    host.launch('pages/sign-in/index')
    await host.sees('登录')
    expect(host.complaints()).toEqual([])
  })
})
