import path from 'node:path'
import { type Product, startProduct } from '../journeys/support/product'
import { WeappHost } from './host'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')
const CASE = '（2026）虚01执101号'
/** 虚构示范建材有限公司, as the demonstration has it. */
const UNIT = { name: '虚构示范建材有限公司', code: '91000000XUG0U0001U' }

/** The smallest picture there is. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Pages in packages of their own, each opened the way people come to it, on WeChat’s side of every fork between WeChat and a browser. */
describe('the pages of the built weapp', () => {
  let product: Product
  let host: WeappHost

  beforeAll(async () => {
    product = await startProduct()
  })
  afterEach(() => host?.dispose())
  afterAll(() => product?.remove())

  async function enterAs(person: string): Promise<void> {
    host?.dispose()
    const chooseMedia = ({ success }: { success: (result: object) => void }): void => {
      host.files.set('http://tmp/9f3c.png', PNG)
      success({ errMsg: 'chooseMedia:ok', tempFiles: [{ tempFilePath: 'http://tmp/9f3c.png', size: PNG.length }] })
    }
    const requestSubscribeMessage = ({ tmplIds, success }: { tmplIds: string[]; success: (result: object) => void }): void =>
      success({ errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(tmplIds.map((id) => [id, 'accept'])) })
    host = new WeappHost({ dist: DIST, origin: product.origin, wx: { chooseMedia, requestSubscribeMessage } })
    host.launch()
    await host.sees(person)
    host.tap(person)
    await host.sees('我的')
  }
  /** Taps what leads on, and waits until the page it leads to says what it should. */
  async function go(words: string, page: string, says: string): Promise<void> {
    await host.sees(words)
    host.tap(words)
    await host.until(() => host.path === page && host.text().includes(says))
  }
  async function fill(placeholder: string, value: string): Promise<void> {
    host.type(host.field(placeholder), value)
    await host.until(() => host.field(placeholder).attributes.value === value)
  }
  async function choose(title: string): Promise<void> {
    host.tap(title)
    await host.until(() => host.all('.zx-choice--chosen').length > 0)
  }

  test('a respondent: what they must do, the form with its calendar, the conversation', async () => {
    await enterAs('赵样例')
    await go(CASE, 'sub-case/pages/case/index', '您现在要做的事')
    await host.sees('0000 0000 0000 0010 1')
    await go('现在填写', 'sub-forms/pages/form/index', '报告的是哪一天的情况')
    host.fire(host.find('picker'), 'change', { value: '2026-01-06' })
    await host.sees('2026年1月6日')
    host.tap('拍照或选照片')
    // As the phone called it, not WeChat's temporary file.
    await host.sees('照片1.png（已传好）')
    host.tap('提交')
    await host.sees('处没填好')
    host.back()
    await go('和承办人沟通', 'sub-case/pages/thread/index', '以上内容全部附卷')
    expect(host.complaints()).toEqual([])
  })

  test('a party: an urgent clue goes out and says whom it rings', async () => {
    await enterAs('张样例')
    await go(CASE, 'sub-case/pages/case/index', '谁在办理')
    await go('紧急线索：财产正在被转移', 'sub-urgent/pages/urgent/index', '已办结')
    host.tap('又发现财产正在被转移，再上报')
    await host.until(() => host.field('例如：他正在把设备装上货车'))
    await fill('例如：他正在把设备装上货车', '他正在把冷柜装上一辆蓝色货车')
    host.tap('马上发出，呼叫法院')
    await host.sees('呼叫经过')
    expect(host.complaints()).toEqual([])
  })

  test('a party: asks to stand for a unit, and finds the request again; what they need when one talks with them', async () => {
    await enterAs('孙样例')
    await go('我的', 'pages/me/index', '沟通时需要的照顾')
    await go('我要代理、经办或代表当事人', 'sub-standing/pages/ask/index', '您是当事人的什么人')
    await choose('委托代理人')
    host.fire(host.find('picker'), 'change', { value: '2036-01-06' })
    await host.sees('2036年1月6日')
    await choose('单位经办人')
    await host.sees('统一社会信用代码')
    await fill('例如 （2026）某01执123号', '（2026）虚01执102号')
    await fill('写全称', UNIT.name)
    await fill('18 位，在营业执照上', UNIT.code.replace(/U$/, 'W'))
    await host.sees('代码不对')
    await fill('18 位，在营业执照上', UNIT.code)
    host.tap('提交申请')
    await host.sees('申请已提交')
    await go('查看我的身份申请', 'sub-standing/pages/requests/index', '等待答复')
    expect(host.text()).toContain(`给${UNIT.name}当单位经办人`)
    host.back()
    await go('沟通时需要的照顾', 'sub-care/pages/help-needs/index', '还想说明的')
    await fill('例如：请上午打电话', '请上午打电话')
    await host.sees('我同意法院为此使用这些信息')
    await choose('我同意法院为此使用这些信息')
    host.tap('保存')
    await host.sees('已经记下')
    expect(host.complaints()).toEqual([])
  })

  test('an officer: the slip for a letter opens in WeChat’s viewer, which is told that it is a PDF', async () => {
    await enterAs('王示范')
    await go('案件', 'pages/cases/index', CASE)
    await go(CASE, 'sub-case/pages/case/index', '绑定二维码（通知书用）')
    host.tap('打印')
    await host.until(() => host.calls.some(([name]) => name === 'openDocument'))
    expect(host.calls.find(([name]) => name === 'openDocument')?.[1]).toMatchObject({ fileType: 'pdf', showMenu: true })
    expect(host.complaints()).toEqual([])
  })

  test('a party: all that the court told, what is due and why, and WeChat may remind them from now on', async () => {
    await enterAs('张样例')
    await go('消息', 'sub-inbox/pages/inbox/index', '进展：不动产或其他财产权拍卖公告')
    host.tap('未读 ')
    await host.until(() => !host.text().includes('进展：'))
    await go('案件', 'pages/cases/index', CASE)
    await go(CASE, 'sub-case/pages/case/index', '案子办到哪一步了')
    host.tap('期限是怎么算的')
    await host.sees('立案之日起六个月内')
    host.tap(host.find('.zx-sheet__close'))
    await go('和承办人沟通', 'sub-case/pages/thread/index', '以上内容全部附卷')
    await fill('在这里写', '请问拍卖哪一天开始？')
    host.tap(host.find('.zx-button--inline'))
    await host.sees('要不要用微信提醒您')
    host.tap('好，提醒我')
    await host.sees('好的，法院有消息会发到您的微信。')
    expect(host.text()).not.toContain('要不要用微信提醒您')
    host.back()
    host.back()
    await go('我的', 'pages/me/index', '通知设置')
    await go('通知设置', 'sub-notices/pages/settings/index', '还可以用微信提醒您 1 次')
    host.tap('允许微信多提醒我几次')
    await host.sees('还可以用微信提醒您 2 次')
    expect(host.complaints()).toEqual([])
  })

  test('an officer: what is due, a node recorded in two taps, what has not arrived, what is not in the court’s file yet', async () => {
    await enterAs('王示范')
    await go('期限', 'sub-progress/pages/clocks/index', '件案件有超期的事项')
    host.tap('点开看依据和提醒记录')
    await host.sees('提醒和报告')
    await go('案件', 'pages/cases/index', CASE)
    await go(CASE, 'sub-case/pages/case/index', '办案节点')
    await go('全部节点和期限', 'sub-progress/pages/progress/index', '正在计算的期限')
    await go('记录节点', 'sub-progress/pages/record/index', '接下来可能是')
    host.tap('款1 · ')
    await host.sees('将告知申请执行人一方')
    host.tap('取消')
    host.back(3)
    await go('我的', 'pages/me/index', '没有送到的通知')
    await go('没有送到的通知', 'sub-notices/pages/dead-letters/index', '无法联系')
    host.back()
    await go('还没有归入电子卷宗的沟通', 'sub-filing/pages/filings/index', '还没有归卷')
    expect(host.complaints()).toEqual([])
  })

  test('the hotline and the director: whom to ring because nothing else arrived, cases of other courts', async () => {
    await enterAs('卫示范')
    await go('回访', 'sub-notices/pages/calls/index', '人要打')
    host.tap('周样例')
    await host.sees('开头这样说')
    await enterAs('韩示范')
    await go('我的', 'pages/me/index', '收到的移送')
    await go('收到的移送', 'sub-filing/pages/transfers-in/index', '移送')
    host.back()
    await go('案件', 'pages/cases/index', CASE)
    await go('（2026）虚01执103号', 'sub-case/pages/case/index', '办案节点')
    await go('移送其他法院', 'sub-filing/pages/transfer/index', '移送')
    expect(host.complaints()).toEqual([])
  })
})
