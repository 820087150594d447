import { z } from 'zod'
import { findSensitiveNumber } from './sensitive-numbers'

/**
 * What may stand in a place of a text: push-rules.yaml (content_allowed) lets the court's name, a case number, a node's name and day
 * and the way in stand in a text, and nothing else of a case. A place that is not here does not exist.
 */
export type SmsParam = 'code' | 'minutes' | 'hotline' | 'misconduct' | 'case_number' | 'label' | 'day' | 'number_head' | 'number_tail'

/** Without these a text says nothing: of the others a court may write what stands there into its text, where a carrier takes no such place. */
const NEEDED: readonly SmsParam[] = ['code', 'label', 'number_head', 'number_tail']

/** The texts that the product sends, and the places that each of them may have. */
export const SMS_TEMPLATES = {
  code_sign_in: ['code', 'minutes'],
  code_phone_new: ['code', 'minutes'],
  code_phone_old: ['code', 'minutes'],
  code_phone_window: ['code', 'minutes'],
  code_receiving_account: ['code', 'minutes'],
  /** To confirmed phones: another number was added. */
  phone_changed: ['hotline'],
  /** To confirmed phones: where a party is paid has changed. */
  receiving_account_changed: [],
  /** To the number that a member of staff had before. */
  staff_phone_changed: [],
  /** To staff. Neutral: no name, no case number, no property. */
  urgent_ring: [],
  urgent_silent: [],
  urgent_addition: [],
  /** Notices about a case, to confirmed phones. */
  notice_progress: ['case_number', 'label', 'day', 'hotline'],
  /** The first one that somebody gets: how to look, how to write, whom to ring (push-rules.yaml, first_push_must_include). */
  notice_progress_first: ['case_number', 'label', 'day', 'hotline', 'misconduct'],
  notice_message: ['case_number', 'hotline'],
  notice_task: ['case_number', 'label', 'day', 'hotline'],
  /** A document was served electronically. This text is no service. */
  notice_served: ['case_number', 'day', 'hotline'],
  /** To a number that nobody has confirmed: says neither that there is a case nor what. */
  notice_neutral: ['hotline'],
  /** The number of a receipt, in two halves that fit every carrier's places, to whoever asked for it. The same for all: says not what of. */
  complaint_receipt: ['number_head', 'number_tail'],
  complaint_answered: ['number_head', 'number_tail'],
} as const satisfies Record<string, readonly SmsParam[]>
export type SmsTemplate = keyof typeof SMS_TEMPLATES
export const SMS_TEMPLATE_NAMES = Object.keys(SMS_TEMPLATES) as SmsTemplate[]

const PLACE = /\{([a-z_]+)\}/g
/** The places of a text in the order in which they come: as carriers number them. */
export const placesOf = (text: string): SmsParam[] => [...text.matchAll(PLACE)].map(([, name]) => name as SmsParam)

/** What looks like an address to tap: a text with one looks like fraud, and people are told never to tap one. */
const LINK = /https?:|www\.|[a-z0-9-]+\.[a-z]{2,}(?![a-z])/i
/** Words by which a text would say what push-rules.yaml (content_forbidden_in_sms) keeps out: 身份证号, 银行账号, 财产明细, 对方联系方式, 投诉内容, 举报人. */
const FORBIDDEN = ['身份证', '账号', '卡号', '财产', '存款', '房产', '车牌', '对方当事人', '举报人', '投诉人', '反映人']

/** What must not be put into a place of a text (a node's name may hold 财产): an address, or a number of an identity card or an account. */
export const forbiddenInPlace = (value: string): string | undefined =>
  LINK.exec(value)?.[0] ?? (findSensitiveNumber(value) && 'a number of an identity card or a bank account')
/** What must not stand in a text itself; undefined when nothing is wrong. */
export const forbiddenInSms = (text: string): string | undefined => forbiddenInPlace(text) ?? FORBIDDEN.find((word) => text.includes(word))

const TemplateSchema = z.strictObject({
  text: z.string().min(5).max(300),
  /** Its number with Tencent Cloud, whose places are numbered: `{1}` is the first one of the text. */
  tencent: z.string().regex(/^\d{1,12}$/, 'is the number of a template').optional(),
  /** Its code with Aliyun, registered with the places by these names: `${code}`. */
  aliyun: z.string().regex(/^SMS_\d{1,12}$/, 'must be SMS_ and digits').optional(),
})
const each = Object.fromEntries(SMS_TEMPLATE_NAMES.map((name) => [name, TemplateSchema])) as Record<SmsTemplate, typeof TemplateSchema>

const PlaceMax = z.number().int().min(4).max(100)
export type SmsProvider = 'gateway' | 'tencent' | 'aliyun'

/** config/sms.yaml */
export const SmsConfigSchema = z.strictObject({
  templates: z.strictObject(each),
  /** How many characters each carrier takes in one place of a text. */
  place_max: z.strictObject({ gateway: PlaceMax, tencent: PlaceMax, aliyun: PlaceMax }),
  /** What somebody writes back whose number is not that of the person meant. */
  not_me: z.array(z.string().min(1).max(20)).min(1),
}).superRefine(({ templates }, context) => {
  for (const name of SMS_TEMPLATE_NAMES) {
    const { text } = templates[name]
    const failure = wrongPlaces(placesOf(text), SMS_TEMPLATES[name]) ?? strayBrace(text) ?? forbidden(text)
    if (failure) context.addIssue({ code: 'custom', path: ['templates', name, 'text'], message: failure })
  }
})
export type SmsConfig = z.infer<typeof SmsConfigSchema>

function wrongPlaces(places: readonly SmsParam[], known: readonly SmsParam[]): string | undefined {
  const unknown = places.find((place) => !known.includes(place))
  if (unknown !== undefined) return `{${unknown}} is no place of this text`
  const twice = places.find((place, i) => places.indexOf(place) !== i)
  if (twice !== undefined) return `{${twice}} stands there twice, which carriers do not take`
  const missing = known.find((place) => NEEDED.includes(place) && !places.includes(place))
  return missing && `{${missing}} is missing`
}
const strayBrace = (text: string): string | undefined => (/[{}]/.test(text.replace(PLACE, '')) ? 'a brace that is no place' : undefined)
const forbidden = (text: string): string | undefined => {
  const found = forbiddenInSms(text)
  return found && `must not stand in a text message: ${found}`
}

/** Whether a reply says that the number is not that of the person meant. */
export const saysNotMe = ({ not_me: words }: SmsConfig, reply: string): boolean =>
  words.some((word) => word.toUpperCase() === reply.replace(/[\s。.，,！!]/g, '').replace(/[０-９Ａ-Ｚａ-ｚ]/g, narrow).toUpperCase())
const narrow = (char: string): string => String.fromCharCode(char.charCodeAt(0) - 0xfee0)

/** Each of these says something else when a piece of it is missing. */
const WHOLE: readonly string[] = ['code', 'minutes', 'hotline', 'misconduct', 'day', 'number_head', 'number_tail'] satisfies SmsParam[]
const CUT = '…'
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
/** As one says it: with the year, or where there is no room for it without. */
const daysOf = ([, year, month, day]: RegExpExecArray): string[] => [`${year}年${Number(month)}月${Number(day)}日`, `${Number(month)}月${Number(day)}日`]

/**
 * What fits into a place of so many characters: of a case number its end (执12号), of a name its beginning, with … where it was cut. A
 * telephone number, a day and a code are never cut: undefined when they do not fit; a day given as 2026-03-10 is written as one says it.
 */
export function fitSmsPlace(name: string, value: string, max: number): string | undefined {
  const day = name === 'day' ? DAY.exec(value) : null
  if (day) return daysOf(day).find((text) => text.length <= max)
  const chars = [...value]
  if (chars.length <= max) return value
  if (WHOLE.includes(name)) return undefined
  return name === 'case_number' ? CUT + chars.slice(1 - max).join('') : chars.slice(0, max - 1).join('') + CUT
}

/** A text with its places filled. A place that nothing was given for stays as it is. */
export const fillSms = (text: string, params: Readonly<Record<string, string>>): string =>
  text.replace(PLACE, (place, name: string) => (Object.hasOwn(params, name) ? params[name]! : place))
