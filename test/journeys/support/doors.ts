import { API_PREFIX } from '@zhixin/shared/contract'
import type { Visitor } from './browser'
import type { Product } from './product'

/** Who the demonstration court's people are, as `npm start` prints them. */
export const DEMO = {
  applicant: { name: '张样例', identityNumber: '000000196403150021', phone: '19900000001' },
  officer: { number: 'Z001', password: 'demo-password-2026', phone: '19900000011' },
} as const

const CODE = /\d{6}/
const LOOKS = 50
const LOOK_AGAIN_MS = 100
const used = new WeakMap<Visitor, Set<string>>()

/** In a demonstration the page shows the text that 'came'. Looks again while it shows none, or one that was used already. */
export async function smsCodeOnPage(visitor: Visitor): Promise<string> {
  const note = visitor.page.locator('.zx-note').filter({ visible: true, hasText: '演示：点这里看' })
  for (let look = 0; look < LOOKS; look++) {
    await note.waitFor()
    await visitor.tap(/^演示：点这里看/)
    const shown = await note.getByText(/验证码|还没有短信/).filter({ visible: true }).last().innerText()
    const code = CODE.exec(shown)?.[0]
    const before = used.get(visitor) ?? new Set()
    if (code && !before.has(code)) {
      used.set(visitor, before.add(code))
      return code
    }
    await visitor.page.waitForTimeout(LOOK_AGAIN_MS)
    // Asked too soon after the one before, the court sends nothing: then one asks once more.
    if (look % 10 === 9) await visitor.tap('再取一次')
  }
  throw new Error('no new text came')
}

export async function signInByPhone(visitor: Visitor, phone: string): Promise<void> {
  await visitor.tap('当事人、代理人')
  await visitor.type('手机号', phone)
  await visitor.tap('获取验证码')
  await visitor.type('短信验证码', await smsCodeOnPage(visitor))
  await visitor.tap(/^登录$/)
}

/** Number and password, then the code on the officer's own phone. */
export async function signInAsStaff(visitor: Visitor, staff: { number: string; password: string; phone: string }, product: Product): Promise<void> {
  await visitor.tap('法院工作人员')
  await visitor.type('工号', staff.number)
  await visitor.type('密码', staff.password)
  await visitor.tap('下一步')
  await visitor.sees(/^如果工号和密码正确/).waitFor()
  await visitor.type('短信验证码', await smsCodeTo(staff.phone, product))
  await visitor.tap(/^登录$/)
}

async function smsCodeTo(phone: string, product: Product): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    const response = await fetch(`${product.origin}${API_PREFIX}/demo/sms?phone=${phone}`)
    const { data } = (await response.json()) as { data: { text: string | null } }
    const code = CODE.exec(data.text ?? '')?.[0]
    if (code) return code
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`no text came to ${phone}`)
}

/** One tap on a name, which only a demonstration offers. */
export async function enterAs(visitor: Visitor, name: string): Promise<void> {
  await visitor.open()
  await visitor.sees('演示：点一位虚构人物进入').waitFor()
  await visitor.tap(new RegExp(`^${name}`))
  // What is tapped next is on the page that comes, not among those who can be chosen here.
  await visitor.sees('演示：点一位虚构人物进入').waitFor({ state: 'hidden' })
}

const PART_OF_THE_FILE = '以上内容全部附卷'

/** A party or agent, at their list of cases: the conversation with the officer of the one that shows this text. */
export async function openOwnThread(visitor: Visitor, caseText: string | RegExp): Promise<void> {
  await visitor.tap(caseText)
  await visitor.tap(/^和承办人沟通/)
  await visitor.sees(PART_OF_THE_FILE).waitFor()
}

/** An officer, at the work list: the conversation with somebody of that name in the case of that number. */
export async function openThreadWith(visitor: Visitor, name: string, caseNumber: string): Promise<void> {
  await visitor.tap(new RegExp(`^${name}.*${caseNumber}`, 's'))
  await visitor.sees(PART_OF_THE_FILE).waitFor()
}
