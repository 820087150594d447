import path from 'node:path'
import { type Product, startProduct } from '../journeys/support/product'
import { WeappHost } from './host'
import { textOf } from './host/view'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')

describe('an officer on WeChat', () => {
  let product: Product
  let host: WeappHost
  let waiting: number

  beforeAll(async () => {
    product = await startProduct()
    host = new WeappHost({ dist: DIST, origin: product.origin })
    host.launch()
  })
  afterAll(async () => {
    host.dispose()
    await product.remove()
  })

  test('sees first what is late', async () => {
    await host.sees('王示范')
    host.tap('王示范')
    await host.until(() => host.all('.zx-work-card').length > 0)
    waiting = host.all('.zx-work-card').length
    expect(host.path).toBe('sub-officer/pages/work-list/index')
    expect(host.all('.zx-work-card')[0]!.attributes.class).toContain('zx-work-card--late')
  })

  test('picks a quick answer in two taps and can still take it back', async () => {
    host.tap(host.withText('快捷答复'))
    await host.until(() => host.all('.zx-quick-reply').length > 0)
    host.tap(host.find('.zx-quick-reply'))
    await host.sees('秒后发给')
    host.tap('不发了')
    await host.until(() => !host.text().includes('秒后发给'))
  })

  test('writes a phone call down in two taps', async () => {
    host.tap(host.find('.zx-work-card__main'))
    await host.sees('以上内容全部附卷')
    host.tap('更多')
    await host.sees('记录电话或来访')
    host.tap('记录电话或来访')
    await host.sees('电话无人接听')
    host.tap('记入案卷')
    await host.until(() => host.all('.zx-system-entry').some((entry) => textOf(entry).includes('已电话说明办理进展')))
  })

  test('goes back to a list that is one shorter', async () => {
    host.back()
    await host.until(() => host.all('.zx-work-card').length === waiting - 1)
    expect(host.complaints()).toEqual([])
  })
})
