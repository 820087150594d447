import path from 'node:path'
import { type Product, startProduct } from '../journeys/support/product'
import { WeappHost } from './host'
import { USER_FILES } from './host/wx'
import { textOf } from './host/view'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')
const QUESTION = '请问拍卖大概什么时候开始？'
const OFFLINE = '这一条写在没有信号的地方。'
/** The smallest picture there is. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

describe('an applicant on WeChat', () => {
  let product: Product
  let host: WeappHost

  beforeAll(async () => {
    product = await startProduct()
    host = new WeappHost({
      dist: DIST,
      origin: product.origin,
      wx: {
        chooseMedia: ({ success }: { success: (result: object) => void }) => {
          host.files.set('http://tmp/white-car.png', PNG)
          success({ errMsg: 'chooseMedia:ok', tempFiles: [{ tempFilePath: 'http://tmp/white-car.png', size: PNG.length }] })
        },
      },
    })
    host.launch()
  })
  afterAll(async () => {
    host.dispose()
    await product.remove()
  })

  test('comes to the sign-in page, which says that this is a demonstration', async () => {
    await host.sees('演示环境')
    await host.sees('微信登录')
  })

  test('signs in and sees the cases with their officers', async () => {
    await host.sees('张样例')
    host.tap('张样例')
    await host.sees('（2026）虚01执101号')
    expect(host.text()).toContain('王示范')
  })

  test('opens the conversation', async () => {
    host.tap('（2026）虚01执101号')
    await host.sees('谁在办理')
    host.tap('和承办人沟通')
    await host.sees('以上内容全部附卷')
    expect(host.text()).toContain('发出后不能修改或撤回')
  })

  test('asks, and sees that the file holds it', async () => {
    host.type(host.field('在这里写'), QUESTION)
    host.tap(host.find('.zx-button--inline'))
    await host.until(() => host.all('.zx-bubble').some((bubble) => textOf(bubble).includes(QUESTION)))
    await host.until(() => lastBubble(host).includes('已存入案卷'))
    expect(host.field('在这里写').attributes.value).toBe('')
  })

  test('sends a picture, and is told before that it is no original evidence', async () => {
    host.tap('照片')
    await host.sees('不等于提交证据原件')
    host.tap(host.find('.zx-button--inline'))
    await host.until(() => lastBubble(host).includes('已存入案卷'))
    // From a folder that the app can empty, not from WeChat's temporary files.
    await host.until(() => host.all('image').some((image) => String(image.attributes.src).startsWith(`${USER_FILES}/fetched/`)))
  })

  test('is stopped before a bank card number goes out', async () => {
    host.type(host.field('在这里写'), '打到 6222 0212 3456 7890 128 这张卡')
    await host.sees('收款账户请在案件页点')
    host.type(host.field('在这里写'), '')
  })

  test('writes without a signal: it waits on the phone and goes out by itself', async () => {
    host.loseSignal()
    await host.sees('网络不通')
    host.type(host.field('在这里写'), OFFLINE)
    host.tap(host.find('.zx-button--inline'))
    await host.until(() => lastBubble(host).includes(OFFLINE) && lastBubble(host).includes('等网络恢复后发出'))
    host.regainSignal()
    await host.until(() => lastBubble(host).includes(OFFLINE) && lastBubble(host).includes('已存入案卷'))
  })

  test('nothing complained on the way', () => {
    expect(host.complaints()).toEqual([])
  })
})

const lastBubble = (host: WeappHost): string => {
  const bubbles = host.all('.zx-bubble')
  return textOf(bubbles[bubbles.length - 1]!)
}
