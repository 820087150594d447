import { fillSms, forbiddenInPlace, type SmsConfig } from '@zhixin/shared/rules'
import { SmsError, type SmsMessage } from '../../ports/sms'

/** A message's text, and its params as they go out. Throws SmsError `rejected` for what must never stand in a text. */
export type Written = (message: Pick<SmsMessage, 'template' | 'params'>) => { text: string; params: Record<string, string> }

/** Fills the texts of config/sms.yaml. A line break or a control character in a param becomes a blank. */
export function createWriting({ templates }: SmsConfig): Written {
  return ({ template, params: given }) => {
    const params = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.replace(/[\s\p{Cc}]+/gu, ' ').trim()]))
    const forbidden = Object.values(params).map(forbiddenInPlace).find((found) => found !== undefined)
    if (forbidden !== undefined) throw new SmsError('rejected', { code: 'forbidden_content' })
    return { text: fillSms(templates[template].text, params), params }
  }
}
