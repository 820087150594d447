import { openPage } from './page'

export interface BindingSlip {
  court: { name: string; window: { place: string; hours: string; phone: string }; hotline: string }
  caseNumber: string
  /** Masked: the slip lies beside a letter that others may open. */
  nameMasked: string
  /** 申请执行人, 被执行人 … */
  title: string
  /** Where the QR code leads. */
  address: string
  /** 2026年11月21日 */
  printedOn: string
  validUntil: string
  /** When it is made. */
  at: Date
}

/** What goes with a 受理通知书 or 执行通知书: how its reader gets to their case on the phone. A4, one page, large type. */
export function bindingSlip({ court, caseNumber, nameMasked, title, address, printedOn, validUntil, at }: BindingSlip): Promise<Buffer> {
  const page = openPage({ title: '案件沟通绑定单', author: court.name, at })
  page.text(court.name, { font: 'strong', size: 20, align: 'center' })
  page.text('手机上看案件、找承办人', { font: 'strong', size: 26, align: 'center', before: 4 })
  page.rule()
  page.text(`案号：${caseNumber}`, { size: 17 })
  page.text(`${title}：${nameMasked}`, { size: 17 })
  page.qr(address, 180)
  page.text('用微信扫一扫', { font: 'strong', size: 18, align: 'center' })
  page.text('第一步　扫上面的二维码，打开“执信”。', { font: 'strong', size: 18, before: 8 })
  page.text('第二步　填姓名、证件号和在法院留过的手机号，', { font: 'strong', size: 18, before: 5 })
  page.text('再填手机收到的验证码。', { font: 'strong', size: 18, indent: 72 })
  page.text('第三步　绑定好了，就能看到案件，给承办人留言。', { font: 'strong', size: 18, before: 5 })
  page.rule()
  page.text('手机号换了、用护照、替公司或孩子办，绑不上：', { font: 'strong', size: 16 })
  page.text('在页面上点“绑不上？请法院帮忙”，', { size: 16, before: 2 })
  page.text(`或拨打 ${court.hotline}，`, { size: 16 })
  page.text(`或带身份证件到${court.window.place}，${court.window.hours}，电话 ${court.window.phone}。`, { size: 16 })
  page.text('法院工作人员不会向您要短信验证码、银行卡密码，也不会让您转账。', { font: 'strong', size: 15, before: 8 })
  page.text(`打印日期 ${printedOn}，二维码 ${validUntil}前有效。二维码里没有您的姓名和号码；别人捡到扫了，不知道您的证件号和手机验证码，也看不到您的案件。`, { size: 11, before: 4, grey: true })
  return page.end()
}
