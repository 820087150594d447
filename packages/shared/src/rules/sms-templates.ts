import { z } from 'zod'
import { findSensitiveNumber } from './sensitive-numbers'

/**
 * What may stand in a place of a text: push-rules.yaml (content_allowed) lets the court's name, a case number, a step's name and day, a
 * handler's name and office telephone and the way in stand in a text, and nothing else. A place that is not here does not exist.
 */
export type SmsParam = 'code' | 'minutes' | 'hotline' | 'misconduct_phone' | 'case_number' | 'node' | 'date' | 'officer' | 'office_phone'

/** The texts that the product sends, and the places that each of them fills. Carriers register each with its number of places. */
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
  /** A node of a case's progress, to a confirmed phone. */
  node_told: ['case_number', 'node', 'date', 'hotline'],
  /** The first one that somebody gets: how to look, how to write, whom to ring (push-rules.yaml, first_push_must_include). */
  node_told_first: ['case_number', 'node', 'date', 'hotline', 'misconduct_phone'],
  /** To a number that nobody has confirmed: says neither that there is a case nor what. */
  please_call: ['hotline'],
} as const satisfies Record<string, readonly SmsParam[]>
export type SmsTemplate = keyof typeof SMS_TEMPLATES
export const SMS_TEMPLATE_NAMES = Object.keys(SMS_TEMPLATES) as SmsTemplate[]

const PLACE = /\{([a-z_]+)\}/g
/** The places of a text in the order in which they come, each once: as carriers number them. */
export const placesOf = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name]) => name!))]

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

/** config/sms.yaml */
export const SmsConfigSchema = z.strictObject({
  templates: z.strictObject(each),
  /** What somebody writes back whose number is not that of the person meant. */
  not_me: z.array(z.string().min(1).max(20)).min(1),
}).superRefine(({ templates }, context) => {
  for (const name of SMS_TEMPLATE_NAMES) {
    const { text } = templates[name]
    const failure = wrongPlaces(text, SMS_TEMPLATES[name]) ?? forbidden(text)
    if (failure) context.addIssue({ code: 'custom', path: ['templates', name, 'text'], message: failure })
  }
})
export type SmsConfig = z.infer<typeof SmsConfigSchema>

function wrongPlaces(text: string, wanted: readonly string[]): string | undefined {
  const places = placesOf(text)
  const [missing, unknown] = [wanted.filter((place) => !places.includes(place)), places.filter((place) => !wanted.includes(place))]
  if (unknown.length > 0) return `{${unknown[0]}} is no place of this text`
  return missing.length > 0 ? `{${missing[0]}} is missing` : undefined
}
const forbidden = (text: string): string | undefined => {
  const found = forbiddenInSms(text)
  return found && `must not stand in a text message: ${found}`
}

/** Whether a reply says that the number is not that of the person meant. */
export const saysNotMe = ({ not_me: words }: SmsConfig, reply: string): boolean =>
  words.some((word) => word.toUpperCase() === reply.replace(/[\s。.，,！!]/g, '').replace(/[０-９Ａ-Ｚａ-ｚ]/g, narrow).toUpperCase())
const narrow = (char: string): string => String.fromCharCode(char.charCodeAt(0) - 0xfee0)

/** A text with its places filled. A place that nothing was given for stays as it is. */
export const fillSms = (text: string, params: Readonly<Record<string, string>>): string =>
  text.replace(PLACE, (place, name: string) => (Object.hasOwn(params, name) ? params[name]! : place))
