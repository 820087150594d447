import type { CaseStanding, StandingRequestView, Stands } from '@zhixin/shared/contract'
import { type AskedStanding, dayOf, type Evidence } from '@zhixin/shared/rules'
import { dateWords, dayWords } from './format'

/** What somebody can ask to be, in the order in which people ask. */
export const ASKED_STANDINGS: { value: AskedStanding; title: string; note: string }[] = [
  { value: 'agent', title: '委托代理人', note: '律师、法律工作者、近亲属等，有授权委托书' },
  { value: 'unit_handler', title: '单位经办人', note: '替公司或单位办理，有单位的授权' },
  { value: 'guardian', title: '法定代理人', note: '当事人未成年，或不能自己办理' },
  { value: 'successor', title: '变更后的当事人', note: '继承人、受让债权的人或单位，法院已裁定变更、追加' },
  { value: 'administrator', title: '破产管理人', note: '有法院指定管理人的决定书' },
]
const TITLES: Record<Stands['standing'], string> = {
  self: '当事人本人', agent: '委托代理人', unit_handler: '单位经办人', guardian: '法定代理人', successor: '变更后的当事人', administrator: '破产管理人',
}
export const AUTHORITIES = [
  { value: 'general' as const, title: '一般授权', note: '可以问进展、交材料；不能对终本、和解、收款表态' },
  { value: 'special' as const, title: '特别授权', note: '委托书写明可以和解、收款等' },
]
/** What is to be photographed. */
export const PAPERS: Record<AskedStanding, string> = {
  agent: '授权委托书、律师证或身份证', unit_handler: '营业执照、单位给您的授权书', guardian: '户口本、出生证明或监护判决', successor: '变更、追加当事人的裁定书',
  administrator: '指定管理人决定书',
}
/** Besides, where a unit takes the party's place. */
export const UNIT_PAPERS = '营业执照、单位给您的授权书'
export const EVIDENCE: Record<Evidence['kind'], string> = {
  court_system: '立案登记', identity_document: '身份证件', authority_letter: '授权委托书', unit_papers: '单位授权', guardianship: '监护关系证明', ruling: '变更、追加裁定',
  appointment: '指定管理人决定',
}

/** Of whom the standing is the party's own: that ends only as a mistake. */
export const isPartyItself = ({ standing }: Pick<Stands, 'standing'>): boolean => standing === 'self' || standing === 'successor'

export const standingWords = ({ standing, authority }: Pick<Stands, 'standing' | 'authority'>): string =>
  `${TITLES[standing]}${authority === null ? '' : authority === 'special' ? '（特别授权）' : '（一般授权）'}`

/** What a request is about, in one line: 给张样例当委托代理人（特别授权）. */
export function requestTitle({ kind, ends, partyName, unitName, ...asked }: StandingRequestView): string {
  if (kind === 'stand') return asked.standing === 'successor' ? `${unitName ?? ''}接替${partyName}成为当事人` : `给${partyName}当${standingWords(asked)}`
  return ends?.because === 'resigned' ? `辞去${partyName}的${standingWords(asked)}` : `撤销${ends?.personName ?? ''}的${standingWords(asked)}身份`
}

const day = (at: string, now: string): string => dayWords(dayOf(at), now)

/** How a request stands, as its asker, or the court, reads it. */
export function requestState({ status, targetAt, decidedAt, reason, kind, court }: StandingRequestView, now: string): { word: string; tone: 'ink' | 'done' | 'late' | 'plain'; text: string } {
  // The end of a day is the first moment of the next one.
  const until = day(new Date(Date.parse(targetAt) - 1).toISOString(), now)
  switch (status) {
    case 'open': return { word: '等待答复', tone: 'ink', text: court ? `请在${until}前答复` : `法院一般在${until}前答复` }
    case 'granted': return { word: '已同意', tone: 'done', text: `${day(decidedAt ?? targetAt, now)}同意${court ? '' : kind === 'stand' ? '。案件已在您的案件列表里' : '。这项身份已经结束'}` }
    case 'refused': return { word: '没有同意', tone: 'late', text: `原因：${reason ?? ''}` }
    case 'withdrawn': return { word: '已撤回', tone: 'plain', text: `${day(decidedAt ?? targetAt, now)}由${court ? '申请人' : '您'}撤回` }
  }
}

/** Whom a party of a case is called by, and what became of it: 申请执行人 李样例（接替张样例）. */
export const partyTitle = ({ role, name, isReplaced, isMistaken, succeeds }: CaseStanding['parties'][number]): string =>
  `${role} ${name}${isMistaken ? '（登记有误，已作废）' : `${succeeds === null ? '' : `（接替${succeeds}）`}${isReplaced ? '（已变更）' : ''}`}`

/** From when to when somebody stands, or stood, for a party. */
export function termWords({ since, until, endedOn, isCurrent }: Stands, now: string): string {
  const from = dateWords(since)
  if (!isCurrent) return `${from}起，${dateWords(endedOn ?? dayOf(until ?? now))}结束`
  // The end of a day is the first moment of the next one.
  return until === null ? `${from}起` : `${from}起，${dateWords(dayOf(new Date(Date.parse(until) - 1).toISOString()))}到期`
}
