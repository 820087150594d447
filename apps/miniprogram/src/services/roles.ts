import type { Handler, Me } from '@zhixin/shared/contract'
import type { Actor } from '@zhixin/shared/log'
import { dayOf, type Side, sideOf } from '@zhixin/shared/rules'

/** As what someone wrote, beside their name. */
const WRITERS: Record<string, string> = { 
  principal: '当事人', representative: '当事人一方', special_agent: '代理人', agent: '代理人', officer: '执行人员', judge: '员额法官', deputy: '承办人（代）',
  deputy_judge: '员额法官（代）', team_leader: '团队负责人', director: '执行局长', notice: '系统通知', duty: '值班人员', taker: '接手人员', window: '立案窗口', rung: '接手人员',
}
export const writerTitle = ({ role }: Pick<Actor, 'role'>): string => WRITERS[role] ?? ''

/** Who answers in a case now, in the order of its handlers. Whoever stands in for several of them until the same day is named once. */
export interface Answering {
  name: string
  officePhone: string
  /** As what a handler who is there handles it; of who is away, and nobody stands in, with until when. */
  title: string
  /** For whom they stand in. */
  for: readonly Pick<Handler, 'name' | 'title'>[]
  /** The last day, in words, of the absence. */
  lastDay: string | null
  /** Away, and nobody stands in. */
  isAway: boolean
}

export function answering(handlers: readonly Handler[], now: string): Answering[] {
  const found: Answering[] = []
  for (const { name, title, officePhone, away } of handlers) {
    // What the phone was told some time ago may be over by now.
    const running = away && now < away.until ? away : null
    const lastDay = running && lastDayWords(running.until)
    const { standIn } = running ?? {}
    const same = standIn && found.find((one) => one.name === standIn.name && one.for.length > 0 && one.lastDay === lastDay)
    if (same) same.for = [...same.for, { name, title }]
    else if (standIn) found.push({ ...standIn, title: '', for: [{ name, title }], lastDay, isAway: false })
    else found.push({ name, title, officePhone, for: [], lastDay, isAway: running !== null })
  }
  return found
}

/** 张某（指挥中心值班） and what more there is to say of them, in one pair of brackets. */
const bracketed = (name: string, more: string): string => (more === '' ? name : name.endsWith('）') ? `${name.slice(0, -1)}，${more}）` : `${name}（${more}）`)
const untilWords = ({ lastDay }: Answering): string => (lastDay ? `到${lastDay}` : '')

/** 吴明（代执行人员王明，到3月6日）、李红（员额法官） */
export const answeringWords = (one: Answering): string =>
  bracketed(one.name, one.for.length > 0 ? `代${one.for.map(({ name, title }) => `${title}${name}`).join('、')}，${untilWords(one)}` : one.isAway ? `${one.title}，外出${untilWords(one)}` : one.title)
export const handlerWords = (handlers: readonly Handler[], now: string): string => answering(handlers, now).map(answeringWords).join('、')

/** The same where there is little room: 吴明（代王明，到3月6日）、李红 */
export const handlerNames = (handlers: readonly Handler[], now: string): string =>
  answering(handlers, now)
    .map((one) => bracketed(one.name, one.for.length > 0 ? `代${one.for.map(({ name }) => name).join('、')}，${untilWords(one)}` : one.isAway ? `外出${untilWords(one)}` : ''))
    .join('、')

/** The last day of what ends at an instant: 3月6日. */
function lastDayWords(until: string): string {
  const [, month = '', day = ''] = dayOf(new Date(Date.parse(until) - 1).toISOString()).split('-')
  return `${Number(month)}月${Number(day)}日`
}

/** Of each handler who is away, in one sentence: 王明外出到3月6日，由吴明代为答复（办公电话 …）。 */
export const awayWords = (handlers: readonly Handler[], now: string): string[] =>
  handlers.flatMap(({ name, title, away }) => {
    if (!away || away.until <= now) return []
    const who = away.standIn ? `由${away.standIn.name}代为答复，办公电话 ${away.standIn.officePhone}` : '暂时没有人代为答复，着急请打12368'
    return [`${name}${title === '员额法官' ? '法官' : ''}外出到${lastDayWords(away.until)}，${who}`]
  })

/** On which side of a thread somebody stands. */
export const sideOfMe = (me: Me): Side => (me.kind === 'staff' ? 'court' : 'party')
export const isMe = (me: Me, actor: Actor): boolean =>
  (me.kind === 'staff' && actor.kind === 'staff' && actor.id === me.staffId) || (me.kind === 'person' && actor.kind === 'person' && actor.id === me.personId)
export { sideOf }
