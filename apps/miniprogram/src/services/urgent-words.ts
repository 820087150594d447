import type { EntryView, UrgentMatterView } from '@zhixin/shared/contract'
import { UrgentRaisedSchema, UrgentReturnedSchema, UrgentSaidSchema, UrgentSettledSchema, UrgentTakenSchema } from '@zhixin/shared/rules'
import { clockWords, momentWords } from './format'

/** What the sender is told in one sentence: who has it, whom it rings, or that they had better call themselves. */
export function urgentHeadline({ status, taken, settled }: Pick<UrgentMatterView, 'status' | 'taken' | 'settled'>, now: string): string {
  switch (status) {
    case 'taken': return `${taken!.name}（${taken!.title}）已接手，${momentWords(taken!.at, now).replace('今天 ', '')}`
    case 'settled': return `已办结，${momentWords(settled!.at, now)}`
    case 'unreached': return '还没有联系上人，请马上打电话'
    case 'ringing': return '已发出，正在呼叫法院的人'
  }
}

/** What more there is to say of who has it: that they were reminded, that others are rung beside them. */
export function silenceWords({ status, taken }: Pick<UrgentMatterView, 'status' | 'taken'>, now: string): string[] {
  if (!taken || status === 'settled') return []
  const { remindedAt, againAt, name } = taken
  const moment = (at: string): string => momentWords(at, now).replace('今天 ', '')
  const reminded = remindedAt ? `${moment(remindedAt)} 已再次提醒${name}` : ''
  if (againAt) return [`${name}还没有回音。${reminded ? `${reminded}。` : ''}${moment(againAt)} 起又呼叫了法院其他人，请保持手机畅通，等不及就打下面的电话。`]
  return reminded ? [`仍在处理；${reminded}。`] : []
}

/** The ladder as steps one after the other: rung, being rung, still to come. */
export function urgentSteps({ startedAt, rung, next, taken }: Pick<UrgentMatterView, 'startedAt' | 'rung' | 'next' | 'taken'>): string[] {
  return [
    `${clockWords(startedAt)} 您的线索已送到法院，已附卷`,
    ...(taken ? [`${clockWords(taken.at)} ${taken.name}（${taken.title}）接手`] : []),
    ...rung.map(({ title, times, at, lastAt }) => `${clockWords(at)} 已呼叫${title}${times < 2 ? '' : `，到 ${clockWords(lastAt)} 已呼叫 ${times} 次`}`),
    ...(next ? [`如果没有人接，${clockWords(next.at)} 呼叫${next.title}`] : []),
  ]
}

/** What stands in the conversation of an urgent clue; undefined for other entries, and for what cannot be read. */
export function urgentEntryWords({ type, body, actorName }: Pick<EntryView, 'type' | 'body' | 'actorName'>): { title: string; text: string } | undefined {
  switch (type) {
    case 'urgent.raised': {
      const { data } = UrgentRaisedSchema.safeParse(body)
      if (!data) return undefined
      const { what, where, attachments, matter } = data
      const enclosed = attachments.length > 0 ? `附 ${attachments.length} 件照片、语音` : ''
      const text = [what, where ? `地点：${where}` : '', enclosed].filter(Boolean).map((part) => part.replace(/。$/, '')).join('。')
      return { title: matter === undefined ? '紧急线索' : '紧急线索补充', text: `${actorName}：${text}` }
    }
    case 'urgent.taken': {
      const { data } = UrgentTakenSchema.safeParse(body)
      return data && { title: '紧急线索有人接手', text: `${data.name}（${data.title}）已接手。` }
    }
    case 'urgent.returned': {
      const { data } = UrgentReturnedSchema.safeParse(body)
      return data && { title: '紧急线索重新呼叫', text: `${actorName}放回了紧急线索，正在重新呼叫别人。原因：${data.reason}` }
    }
    case 'urgent.said': {
      const { data } = UrgentSaidSchema.safeParse(body)
      return data && { title: '紧急线索', text: `${actorName}：${data.text}` }
    }
    case 'urgent.settled': {
      const { data } = UrgentSettledSchema.safeParse(body)
      return data && { title: '紧急线索办结', text: `${actorName}：${data.summary}` }
    }
    case 'urgent.reminded':
      return { title: '紧急线索', text: '接手的人还没有回音，已用短信再次提醒。' }
    case 'urgent.rung_again':
      return { title: '紧急线索重新呼叫', text: '接手的人一直没有回音，正在呼叫法院其他人。' }
    case 'urgent.unreached':
      return { title: '紧急线索还没有人接', text: '该呼叫的人都呼叫过了，还没有人接手。请马上打紧急线索页面上的电话。' }
    default:
      return undefined
  }
}
