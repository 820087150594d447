import type { NodeTemplate, NodeView, PeriodView, ToldPreview } from '@zhixin/shared/contract'
import { dayOf, instantOf } from '@zhixin/shared/rules'
import { clockWords, dateWords, dayWords, momentWords } from './format'

/** 明天 24:00, 3月5日 周四 11:00: a day that ends at 0:00 ends at 24:00 of the day before. */
export function endWords(dueAt: string, now: string): string {
  const day = dayOf(new Date(Date.parse(dueAt) - 1).toISOString())
  const endsWithDay = instantOf(day, 24 * 60) === new Date(Date.parse(dueAt)).toISOString()
  return `${dayWords(day, now)} ${endsWithDay ? '24:00' : clockWords(dueAt)}`
}

const SIDES = { applicant: '申请执行人一方', respondent: '被执行人一方' } as const
export const sideWords = (side: ToldPreview['side']): string => SIDES[side]

const WAITS = {
  controls: '查到的财产全部控制以后才告知，现在不告知。',
  query: '还有财产查询没有完成，查完以前不告知。必须现在告知的，由员额法官写明理由放行。',
  release: '须由员额法官放行以后才告知，现在不告知。',
  hold: '本案已暂停自动告知（敏感案件），须由员额法官逐条放行。',
  nobody: '没有写明是对哪一位办理的，谁也不告知。',
} as const

/** One side's telling, as whoever records reads it: who and with which words, or why not yet. */
export interface ToldLine {
  title: string
  /** The very words. */
  text?: string
  /** What they wait for. */
  why?: string
}

/** Which side is told a record that stands, in which words. Whom of it, their own threads say: people come and go. */
export const toldOfRecord = (told: readonly ToldPreview[]): ToldLine[] =>
  told.map(({ side, text, waits }) => (waits ? { title: `暂不告知${SIDES[side]}`, text, why: WAITS[waits] } : { title: `告知${SIDES[side]}`, text }))

/** Who will be told, in which words. Nobody: it stands in the court's file alone. */
export function toldLines(told: readonly ToldPreview[], own: string): ToldLine[] {
  return told.map(({ side, label, names, text, waits }): ToldLine => {
    const also = label === own ? '' : `（此前的“${label}”）`
    if (waits) return { title: `暂不告知${SIDES[side]}${also}`, text, why: WAITS[waits] }
    if (names.length === 0) return { title: `${SIDES[side]}现在没有可以告知的人${also}` }
    return { title: `${also ? '一并' : '将'}告知${SIDES[side]}：${names.join('、')}${also}`, text }
  })
}
export const NOBODY_TOLD = '不告知当事人，只记入案卷。'

/** Under a template's name: until when, or upon what it follows. */
export function templateNote({ dueAt, overdue, follows, object, rule }: NodeTemplate, now: string): string {
  const thing = object ? `${object} · ` : ''
  if (dueAt !== null) return `${thing}${endWords(dueAt, now)} 前${overdue ? '应办完，已超期' : '办完'}`
  if (follows !== null) return `${thing}常在“${follows}”之后`
  // What a last day that falls on days off does is said where the period runs.
  return rule?.split('；')[0] ?? ''
}

/** 3月5日 周四 09:30 · 张样例（承办人）记录 */
export function recordedWords({ on, time, by, recordedAt, planned }: NodeView, now: string): string {
  const day = `${dayWords(on, now)}${time ? ` ${time}` : ''}`
  const later = dayOf(recordedAt) === on ? '' : `于${momentWords(recordedAt, now)}`
  return `${planned ? '定于 ' : ''}${day} · ${by}${later}记录`
}

/** What is marked on a record. */
export const recordMarks = ({ lateReason, outOfOrder, withdrawn, planned, released }: NodeView): { word: string; tone: 'warn' | 'late' | 'plain' | 'done' }[] => [
  ...(withdrawn ? [{ word: '已撤回', tone: 'late' as const }] : []),
  ...(planned ? [{ word: '还没有到', tone: 'plain' as const }] : []),
  ...(lateReason !== null ? [{ word: '补记', tone: 'warn' as const }] : []),
  ...(outOfOrder && lateReason === null ? [{ word: '后到', tone: 'plain' as const }] : []),
  ...(released.length > 0 ? [{ word: '已放行', tone: 'done' as const }] : []),
]

/** Whether both sides, one or nobody knows of a record. */
export function knownWords({ told, withdrawn }: NodeView): string {
  if (withdrawn) return `已撤回：${withdrawn.reason}`
  const known = told.filter(({ waits, names }) => waits === null && names.length > 0).map(({ side }) => SIDES[side])
  const waiting = told.filter(({ waits }) => waits !== null).map(({ side }) => SIDES[side])
  return [known.length > 0 ? `告知${known.join('、')}` : '', waiting.length > 0 ? `暂不告知${waiting.join('、')}` : ''].filter(Boolean).join('；') || '只记入案卷'
}

/** Of a period that runs: until when, late or standing still; of a day that is no period of the court's, what it is. */
export function periodNote({ dueAt, overdue, standsStill, object, calendarKnown, means }: PeriodView, now: string): string {
  const thing = object ? `${object} · ` : ''
  if (standsStill !== null || dueAt === null) return `${thing}暂不计入期限：${standsStill ?? ''}`
  const unsure = calendarKnown ? '' : '（节假日未公布，日期可能有变）'
  const end = endWords(dueAt, now)
  const said = { duty: `${end} 前${overdue ? '应办完，已超期' : '办完'}`, alert: `${end} 前要留意`, from: `满到 ${end} 才可以`, target: `统计指标，不是期限：${end}` }[means]
  return `${thing}${said}${unsure}`
}

export const approvalWords = ({ title, name, on, paper, reportedOn }: NonNullable<NodeView['approval']>): string =>
  `${title}${name} ${dateWords(on)}批准，${paper}${reportedOn ? `；${dateWords(reportedOn)}报备` : ''}`
