import type { EntryView } from '@zhixin/shared/contract'
import { addDays, dayOf, type Mark, OfMessageSchema, SlowModeLiftedSchema, SlowModeSetSchema } from '@zhixin/shared/rules'
import { dateWords } from './format'
import type { SystemWords } from './system-words'

/** A time that ends with a day, as people say it: until the day before, inclusive. */
export const lastDayWords = (until: string): string => dateWords(addDays(dayOf(until), -1))

const SETTLEMENT: Record<string, (quoted: string, name: string) => SystemWords> = {
  'settlement.consent_asked': (quoted, name) => ({
    title: '征求同意：能否转告对方', text: `${name}想把${quoted}这件和解意向转告对方。不同意就不会转告。转告时由承办人用自己的话说，不会转发原文和附件。`,
  }),
  'settlement.consented': (quoted, name) => ({ title: '同意转告对方', text: `${name}同意把${quoted}这件和解意向转告对方。转告以前可以撤回。` }),
  'settlement.consent_withdrawn': (quoted, name) => ({ title: '撤回同意', text: `${name}不再同意把${quoted}这件和解意向转告对方。` }),
  'settlement.passed_notice': (quoted) => ({ title: '已转告对方', text: `${quoted}这件和解意向已由承办人用自己的话转告对方，原文和附件没有给对方。` }),
}

/** What an entry of slow mode or settlement talk says to people; undefined for what this app cannot read. */
export function conductWords(
  { type, body, actorName }: EntryView, { labelOf, quoted }: { labelOf(mark: Mark): string; quoted(of: number): string },
): SystemWords | undefined {
  if (type === 'slow_mode.set') {
    const { data } = SlowModeSetSchema.safeParse(body)
    if (!data) return undefined
    const limit = `到${lastDayWords(data.until)}为止，${data.slows.map(labelOf).join('、')}类消息每天最多发${data.perDay}条`
    return { title: '慢速沟通', text: `${actorName}决定：${limit}。理由：${data.reason}。其他类别、紧急线索、表格和附件不受限制；到期自动恢复。` }
  }
  if (type === 'slow_mode.lifted') {
    const { data } = SlowModeLiftedSchema.safeParse(body)
    return data && { title: '恢复正常沟通', text: `${actorName}提前结束了慢速沟通。理由：${data.reason}` }
  }
  const { data } = OfMessageSchema.safeParse(body)
  return data && SETTLEMENT[type]?.(quoted(data.of), actorName)
}
