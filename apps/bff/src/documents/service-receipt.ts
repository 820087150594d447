import { GAP, openPage } from './page'

export interface ServiceReceipt {
  court: string
  caseNumber: string
  cause: string
  /** With what they are to the case. */
  recipient: string
  /** For whom they took it, where that is another. */
  party: string | null
  /** Label and number. */
  document: string
  fileName: string
  sm3: string
  address: string
  consent: { via: 'phone' | 'paper'; at: string; hash: string; paper: { number: string; signedOn: string } | null } | null
  sentAt: string
  arrivedAt: string
  /** The day of service. */
  on: string
  openedAt: string | null
  confirmedAt: string | null
  servedBy: string
  notes: { at: string; note: string }[]
  cite: string
  effect: string
  /** When the last of it happened. */
  at: Date
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
const stamp = (at: string): string => SHANGHAI.format(new Date(at))

/** 送达回证（电子送达）: A4, one page. The same words make the same bytes. */
export function serviceReceipt(receipt: ServiceReceipt): Promise<Buffer> {
  const { court, caseNumber, cause, consent, notes, at } = receipt
  const page = openPage({ title: `${caseNumber} 送达回证`, author: court, at, numbered: true })
  page.text(court, { font: 'strong', size: 16, align: 'center' })
  page.text('送达回证', { font: 'strong', size: 22, align: 'center', before: 4 })
  page.text('（电子送达凭证）', { size: 12, align: 'center' })
  page.rule()
  const line = (what: string, words: string): void => page.text(`${what}：${words}`, { size: 13, before: 4 })
  line(`案${GAP}${GAP}号`, caseNumber)
  line(`案${GAP}${GAP}由`, cause)
  line('受送达人', receipt.recipient)
  if (receipt.party !== null) line('代收为谁', receipt.party)
  line('送达文书', receipt.document)
  line('电子文件', receipt.fileName)
  page.text(`校验值（SM3）${receipt.sm3}`, { size: 9, indent: 16, grey: true })
  line('送达方式', `电子送达，送到${receipt.address}`)
  line('同意方式', consentWords(consent))
  if (consent) page.text(`同意书校验值（SM3）${consent.hash}`, { size: 9, indent: 16, grey: true })
  page.rule()
  line('发出时间', stamp(receipt.sentAt))
  page.text(`到达时间：${stamp(receipt.arrivedAt)}`, { font: 'strong', size: 15, before: 6 })
  page.text(`送达日期：${receipt.on}`, { font: 'strong', size: 15, before: 2 })
  line('首次打开', receipt.openedAt ? stamp(receipt.openedAt) : '还没有打开（不影响送达的效力）')
  line('本人确认收到', receipt.confirmedAt ? stamp(receipt.confirmedAt) : '没有确认（不是送达的必要条件）')
  line(`送${GAP}达${GAP}人`, receipt.servedBy)
  for (const { at: when, note } of notes) line('备注', `${stamp(when)}${GAP}${note}`)
  page.rule()
  page.text(receipt.effect, { size: 11, before: 4 })
  page.text(`依据：${receipt.cite}`, { size: 11, before: 4 })
  page.text('以上时间由法院系统在事情发生时自动记录，存入案卷，不能改动。电子送达凭证具有送达回证效力（人民法院在线诉讼规则第三十一条）。', { size: 10, before: 4, grey: true })
  return page.end()
}

function consentWords(consent: ServiceReceipt['consent']): string {
  if (!consent) return ''
  if (!consent.paper) return `受送达人 ${stamp(consent.at)} 在手机上同意电子送达`
  return `受送达人 ${consent.paper.signedOn} 签署送达地址确认书（${consent.paper.number}），${stamp(consent.at)} 登记`
}
