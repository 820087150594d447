import type { ThreadEntry } from '../thread-entries'
import { dayOf } from '../shanghai'
import { type FieldKind, fieldKind, type NoticesConfig, type NoticeType, type PushSource, type WechatTemplate } from './config'
import type { PushSpec } from './next-step'

/** What a message may say; all of it allowed by push-rules. */
export type PushWords = Record<PushSource, string>

const ELLIPSIS = '…'
/** By characters as a reader counts them: a cut never goes through one. */
const cut = (text: string, max: number): string => {
  const letters = [...text]
  return letters.length <= max ? text : letters.slice(0, max - 1).join('') + ELLIPSIS
}
const only = (text: string, allowed: RegExp, max: number): string => [...text].filter((letter) => allowed.test(letter)).slice(0, max).join('')

/** WeChat's limits for each kind of field (the platform's parameter table). */
const LIMITS = { thing: 20, phrase: 5, name: 10, name_latin: 20, character_string: 32, number: 32, phone_number: 17 } as const
/** Put where nothing is left of what a field was to say: WeChat refuses an empty one. */
const EMPTY: Record<FieldKind, string> = {
  thing: '请打开查看', phrase: '请查看', name: '法院', character_string: '-', date: '', time: '', phone_number: '12368', number: '0',
}
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * A text as a field of a kind may hold it: cut with …, never refused. `thing` ≤ 20 characters in one line; `phrase` ≤ 5 Chinese characters; `name` ≤ 10
 * (20 of Latin letters alone); `character_string` ≤ 32 of ASCII; `number`, `phone_number` digits and what stands between them; `date`, `time` as a Chinese
 * date, `fallback` where the text is none.
 */
export function fieldOf(kind: FieldKind, text: string, fallback: string): string {
  const line = text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()
  switch (kind) {
    case 'thing':
      return cut(line, LIMITS.thing) || EMPTY.thing
    case 'phrase':
      return only(line, /\p{Script=Han}/u, LIMITS.phrase) || EMPTY.phrase
    case 'name': {
      const letters = only(line, /[\p{L}·]/u, Infinity)
      return cut(letters, /^[A-Za-z]*$/.test(letters) ? LIMITS.name_latin : LIMITS.name).replace(ELLIPSIS, '') || EMPTY.name
    }
    case 'character_string':
      return only(line, /[\x21-\x7e]/, LIMITS.character_string) || EMPTY.character_string
    case 'number':
      return /^\d+(?:\.\d+)?$/.test(line) && line.length <= LIMITS.number ? line : EMPTY.number
    case 'phone_number':
      return only(line, /[\d+-]/, LIMITS.phone_number) || EMPTY.phone_number
    case 'date':
    case 'time':
      return dateOf(line) ?? dateOf(fallback) ?? dateOf('1970-01-01')!
  }
}

/** 2026年3月10日 */
function dateOf(text: string): string | undefined {
  const [, year, month, day] = DAY.exec(text) ?? []
  const at = year ? new Date(`${text}T00:00:00.000Z`) : undefined
  // No 31st of February: the day must be the one that it says.
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? `${Number(year)}年${Number(month)}月${Number(day)}日` : undefined
}

/** A WeChat message's fields, each within its limits. */
export const fieldsOf = ({ fields }: Pick<WechatTemplate, 'fields'>, words: PushWords): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, source]) => [name, fieldOf(fieldKind(name), words[source], words.day)]))

/** A case number that says enough to its owner and little to whoever looks over their shoulder: （2026）虚01执*4号. */
export function maskedCaseNumber(caseNumber: string): string {
  return caseNumber.replace(/(\d+)(?=号$)/, (digits) => `*${digits.slice(-Math.ceil(digits.length / 2))}`)
}

/**
 * What a text message may say: every place that a text of ours has is filled from here. What else somebody wrote, even where a source holds it (a
 * label somebody chose), is looked through: links, long numbers and what opens a markup do not go out.
 */
export function smsParams(words: PushWords): Record<string, string> {
  const { case_number_masked: case_number, label, day, hotline, misconduct } = words
  return Object.fromEntries(Object.entries({ case_number, label, day, hotline, misconduct }).map(([name, text]) => [name, plain(text, name)]))
}

const LINK = /(?:https?:|weixin:|www\.)\S*|[\w-]+\.(?:com|cn|net|org|top|vip|xyz|info|cc|io|gov)(?:\/\S*)?/giu
/** An identity number, a bank card, somebody's phone: none of ours is that long, and the court's own stand under names of their own. */
const LONG_NUMBER = /\d[\d\s-]{5,}[\dXx]?/gu
const OWN_NUMBERS = new Set(['hotline', 'misconduct', 'day', 'case_number'])

function plain(text: string, name: string): string {
  const line = text.normalize('NFKC').replace(/\s+/gu, ' ').replace(LINK, '').replace(/[<>{}【】[\]]/gu, '')
  return (OWN_NUMBERS.has(name) ? line : line.replace(LONG_NUMBER, '')).trim()
}

/** What an entry of a thread asks of its pushes; undefined where it is nobody's notice. */
export function pushSpec(entry: Pick<ThreadEntry, 'type' | 'at' | 'actor' | 'body'>, { types, minimum_nodes }: Pick<NoticesConfig, 'types' | 'minimum_nodes'>): PushSpec | undefined {
  const type: NoticeType | undefined = (types as Record<string, NoticeType | undefined>)[entry.type]
  if (!type || entry.actor.kind === 'person') return undefined
  const { node, act, first } = entry.body as { node?: string; act?: unknown; first?: unknown }
  const must = type.call === 'always' || (type.call === 'when_it_must' && (act !== undefined || (node !== undefined && minimum_nodes.nodes.includes(node))))
  const sms = first !== undefined && type.sms_first !== undefined ? type.sms_first : type.sms
  return { at: entry.at, call: must, afterMinutes: type.after_minutes, ...(type.wechat && { wechat: type.wechat }), ...(sms && { sms }) }
}

/** What an entry is called in a message, and its day. Nothing else of it goes into one. */
export function saidOf(entry: Pick<ThreadEntry, 'type' | 'at' | 'body'>, { types }: Pick<NoticesConfig, 'types'>): { label: string; day: string } {
  const { label, on } = entry.body as { label?: unknown; on?: unknown }
  const type = (types as Record<string, NoticeType | undefined>)[entry.type]
  // Only a node's label is the catalogue's own word; what others call a label may be somebody's.
  const isNode = entry.type.startsWith('node.')
  return { label: isNode && typeof label === 'string' ? label : (type?.label ?? ''), day: typeof on === 'string' && isNode ? on : dayOf(entry.at) }
}
