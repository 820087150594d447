import path from 'node:path'
import { startSmsDouble, type SmsDouble, startWechatDouble, type WechatDouble } from '../doubles'
import { type Product, startProduct } from '../journeys/support/product'
import { WeappHost } from './host'

const DIST = path.resolve(__dirname, '../../apps/miniprogram/dist/weapp')
const WECHAT = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
const GATEWAY = { keyId: 'k1', secret: 'sixteen-letters-' }
const APPLICANT = { name: '张样例', identityNumber: '000000196403150021', phone: '19900000001' }
const OFFICER = { number: 'Z001', password: 'demo-password-2026', phone: '19900000011' }

/** Not a demonstration: the server's real connectors talk to doubles of WeChat and of the gateway that check what they are told. */
describe('the doors of the built weapp, with WeChat’s own sign-in', () => {
  let seeded: Product
  let product: Product
  let wechat: WechatDouble
  let sms: SmsDouble
  const hosts: WeappHost[] = []

  beforeAll(async () => {
    seeded = await startProduct()
    await seeded.stop()
    ;[wechat, sms] = await Promise.all([startWechatDouble(WECHAT), startSmsDouble(GATEWAY)])
    product = await startProduct({
      env: {
        DEMO: '0', DATA_DIR: seeded.dataDir,
        WECHAT_APP_ID: WECHAT.appId, WECHAT_SECRET: WECHAT.secret, WECHAT_ORIGIN: wechat.origin,
        SMS_GATEWAY_URL: sms.origin, SMS_KEY_ID: GATEWAY.keyId, SMS_SECRET: GATEWAY.secret, SMS_SIGNATURE: '虚构法院',
      },
    })
  })
  afterAll(async () => {
    hosts.forEach((host) => host.dispose())
    await product?.remove()
    await seeded?.remove()
    await Promise.all([wechat?.close(), sms?.close()])
  })

  /** A phone whose WeChat belongs to somebody. */
  function phoneOf(openid: string): WeappHost {
    const login = ({ success }: { success: (result: object) => void }): void => success({ errMsg: 'login:ok', code: wechat.issueCode(openid) })
    const host = new WeappHost({ dist: DIST, origin: product.origin, wx: { login } })
    hosts.push(host)
    host.launch()
    return host
  }
  /** Types, and waits until the page has taken it in: buttons wait for that too. */
  async function fill(host: WeappHost, placeholder: string, value: string): Promise<void> {
    host.type(host.field(placeholder), value)
    await host.until(() => host.field(placeholder).attributes.value === value)
  }
  const button = (host: WeappHost) => host.find('.zx-button--main')
  const post = async (target: string, body: object, token?: string): Promise<{ data: Record<string, string> }> => {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${product.origin}/api/v1${target}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return answer.json() as Promise<{ data: Record<string, string> }>
  }
  async function codeSentTo(phone: string): Promise<string> {
    for (;;) {
      const code = /\d{6}/.exec(sms.lastText(phone) ?? '')?.[0]
      if (code) return code
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  test('a party signs in with WeChat, binds by name, identity number and phone, and sees the cases; the next time at once', async () => {
    const host = phoneOf('openid-of-applicant')
    await host.sees('微信登录')
    expect(host.text()).not.toContain('演示环境')
    host.tap(button(host))
    await host.sees('绑定一次')
    await fill(host, '与身份证一致', APPLICANT.name)
    await fill(host, '18 位身份证号', APPLICANT.identityNumber)
    await fill(host, '在法院留过的手机号', APPLICANT.phone)
    host.tap('获取验证码')
    await fill(host, '6 位数字', await codeSentTo(APPLICANT.phone))
    host.tap(button(host))
    await host.sees('（2026）虚01执101号')
    const again = phoneOf('openid-of-applicant')
    await again.sees('微信登录')
    again.tap(button(again))
    await again.sees('（2026）虚01执101号')
  })

  test('whoever cannot bind asks the court for help, one question at a time, and sees how it stands', async () => {
    const host = phoneOf('openid-of-somebody-unbound')
    await host.sees('微信登录')
    host.tap(button(host))
    await host.sees('绑定一次')
    host.tap('绑不上？请法院帮忙')
    await host.until(() => host.path === 'sub-binding/pages/help/index' && host.text().includes('第 1 步'))
    host.tap('法院留的手机号不对，或已经不用')
    await host.until(() => host.all('.zx-choice--chosen').length > 0)
    host.tap('下一步')
    await host.sees('第 2 步')
    await fill(host, '与身份证一致', APPLICANT.name)
    await fill(host, '18 位身份证号', APPLICANT.identityNumber)
    host.tap('下一步')
    await host.sees('第 3 步')
    await fill(host, '11 位手机号', '19900000911')
    host.tap(button(host))
    await host.sees('等待办理')
    expect(host.complaints()).toEqual([])
  })

  test('an officer ties this WeChat to themselves with the code their desk shows, once, and then signs in with WeChat alone', async () => {
    const { data: challenge } = await post('/auth/staff', { number: OFFICER.number, password: OFFICER.password })
    const { data: tokens } = await post('/auth/staff/verification', { challengeId: challenge.challengeId, code: await codeSentTo(OFFICER.phone) })
    const { data: activation } = await post('/staff/activation-codes', {}, tokens.accessToken)
    const activate = async (host: WeappHost): Promise<void> => {
      await host.sees('我是法院工作人员')
      host.tap('我是法院工作人员')
      await host.sees('激活并登录')
      await fill(host, '电脑端“我的”页面上的激活码', activation.code!)
      host.tap(button(host))
    }
    const host = phoneOf('openid-of-officer')
    await activate(host)
    await host.sees('待答复')
    const stranger = phoneOf('openid-of-a-stranger')
    await activate(stranger)
    await stranger.sees('登录信息不正确')
    const again = phoneOf('openid-of-officer')
    await again.sees('微信登录')
    again.tap(button(again))
    await again.sees('待答复')
  })
})
