import type { EntryView, ServiceConsentView, ServiceView } from '@zhixin/shared/contract'
import {
  ServiceArrivedSchema, ServiceConfirmedSchema, ServiceConsentedSchema, ServiceConsentWithdrawnSchema, ServiceNotedSchema, ServiceOpenedSchema,
  ServiceSentSchema,
} from '@zhixin/shared/rules'
import { clockWords, dateWords, momentWords } from './format'
import { untilWords } from './progress-words'
import type { SystemWords } from './system-words'

/** 2026年3月10日 10:00 */
const stampWords = (at: string, on: string): string => `${dateWords(on)} ${clockWords(at)}`

/** How far a service has got. Opened and confirmed say more than arrived, and none of them is needed. */
export function serviceState({ arrived, stopped, openedAt, confirmedAt }: ServiceView): { word: string; tone: 'done' | 'ink' | 'warn' | 'late' } {
  if (stopped) return { word: '没有送到', tone: 'late' }
  if (!arrived) return { word: '正在送', tone: 'warn' }
  if (confirmedAt) return { word: '已确认', tone: 'done' }
  return openedAt ? { word: '已打开', tone: 'done' } : { word: '已到达', tone: 'ink' }
}

/** When it was served, and what that means; for its reader. */
export function servedLine({ arrived, stopped }: ServiceView): string {
  if (stopped) return '没有送到：在文书到达以前，同意已经撤回。法院会另外送纸质的。'
  return arrived ? `送达日期：${dateWords(arrived.on)}（${clockWords(arrived.at)} 到达您的账号）` : '文书正在送到您的账号。'
}

/** What runs from it, each with its last day. */
export const runLines = ({ arrived }: ServiceView): string[] => (arrived?.runs ?? []).map(({ label, dueAt }) => `${label}：${untilWords(dueAt)}`)

/** What the court sees of how far it has got. */
export function reachedLines({ sentAt, arrived, openedAt, confirmedAt }: ServiceView, now: string): string[] {
  return [
    `发出：${momentWords(sentAt, now)}`,
    ...(arrived ? [`送达日期：${dateWords(arrived.on)}（${clockWords(arrived.at)} 到达）`] : []),
    ...(openedAt ? [`首次打开：${momentWords(openedAt, now)}`] : []),
    ...(confirmedAt ? [`本人确认收到：${momentWords(confirmedAt, now)}`] : []),
  ]
}

/** Since when, and how, somebody agreed. `isTheirs`: said to themselves. */
export function consentLine({ since, via, paper, covers }: ServiceConsentView, now: string, isTheirs: boolean): string {
  const who = isTheirs ? '您' : ''
  const signed = paper ? `（${paper.number}，${dateWords(paper.signedOn)}签字）` : ''
  const moment = momentWords(since, now)
  const how = via === 'paper' ? `${moment} 登记：${who}签了纸质的送达地址确认书${signed}` : `${who}${moment} 在手机上同意了`
  const stale = covers ? '' : isTheirs ? '。但您在本案的身份变了，要重新同意才算' : '。但身份变了，要重新同意'
  return `${how}${stale}`
}

/** What an entry about electronic service says; undefined for any other. */
export function serviceEntryWords({ type, body, actor, actorName }: EntryView): SystemWords | undefined {
  const byCourt = actor.kind !== 'person'
  switch (type) {
    case 'service.consented': {
      const { data } = ServiceConsentedSchema.safeParse(body)
      if (!data) return undefined
      const text = byCourt
        ? `${actorName}登记了一份签过字的送达地址确认书（${data.paper?.number ?? ''}）：同意本案文书电子送达。不是您签的，请马上告诉承办人，并在“电子送达”里撤回。`
        : `${actorName}同意本案的文书送到${data.address}。以后随时可以撤回。`
      return { title: '同意电子送达', text, lines: data.statement }
    }
    case 'service.consent_withdrawn': {
      const { data } = ServiceConsentWithdrawnSchema.safeParse(body)
      if (!data) return undefined
      const who = byCourt ? `${actorName}按书面材料（${data.paper?.number ?? ''}）登记：` : actorName
      return { title: '撤回电子送达的同意', text: `${who}不再同意电子送达。以后的文书送纸质的；以前送到的仍然有效。` }
    }
    case 'service.sent': {
      const { data } = ServiceSentSchema.safeParse(body)
      if (!data) return undefined
      return {
        title: `法院向您电子送达：${data.label}`, text: data.effect, opens: 'service',
        lines: [data.follows, ...(data.paper !== undefined ? [data.paper] : []), `依据：${data.cite}`],
      }
    }
    case 'service.arrived': {
      const { data } = ServiceArrivedSchema.safeParse(body)
      if (!data) return undefined
      const runs = data.runs.map(({ label, dueAt, rule }) => `${label}：${untilWords(dueAt)}。${rule}`)
      return { title: '文书已经送达', text: `文书 ${stampWords(data.arrivedAt, data.on)} 到达您的账号，送达日期是${dateWords(data.on)}。`, lines: runs }
    }
    case 'service.opened':
      return ServiceOpenedSchema.safeParse(body).success ? { title: '打开文书', text: `${actorName}第一次打开了送达的文书。` } : undefined
    case 'service.confirmed':
      return ServiceConfirmedSchema.safeParse(body).success ? { title: '确认收到文书', text: `${actorName}确认收到了送达的文书。` } : undefined
    case 'service.noted': {
      const { data } = ServiceNotedSchema.safeParse(body)
      return data ? { title: '关于送达的备注', text: data.note } : undefined
    }
    default:
      return undefined
  }
}
