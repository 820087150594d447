import path from 'node:path'
import { WeappHost } from './host'
import { USER_FILES } from './host/wx'

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

  test('removes at its start what a run before it fetched to be shown and could not remove; its other files stay', async () => {
    host = new WeappHost({ dist: DIST })
    host.loseSignal()
    host.files.set(`${USER_FILES}/fetched/before-1.png`, Buffer.from('a picture that was sealed since'))
    host.files.set(`${USER_FILES}/kept.png`, Buffer.from('waits to be sent'))
    host.launch('pages/sign-in/index')
    await host.sees('登录')
    expect([...host.files.keys()]).toEqual([`${USER_FILES}/kept.png`])
  })
})
