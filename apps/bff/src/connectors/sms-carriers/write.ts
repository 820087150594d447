import { fillSms, fitSmsPlace, forbiddenInPlace, placesOf, type SmsConfig, type SmsProvider } from '@zhixin/shared/rules'
import { SmsError, type SmsMessage } from '../../ports/sms'

/** A message as it goes out: the whole text, and what fills its places, in the order in which they stand in it. */
export interface WrittenSms {
  text: string
  places: { name: string; value: string }[]
}
export type WriteSms = (message: Pick<SmsMessage, 'template' | 'params'>) => WrittenSms
/** What both clouds' connectors need. */
export interface CloudParts {
  write: WriteSms
  config: SmsConfig
  answerWithinMs: number
}

/**
 * Fills the texts of config/sms.yaml: a line break or control character becomes a blank, what is too long for the carrier is cut. Throws
 * SmsError: `rejected` for what must never stand in a text, `misconfigured` where a place has no value or one that cannot be cut.
 */
export function createWriting({ templates, place_max: most }: SmsConfig, provider: SmsProvider): WriteSms {
  return ({ template, params }) => {
    const { text } = templates[template]
    const places = placesOf(text).map((name) => {
      const value = (params[name] ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
      if (forbiddenInPlace(value) !== undefined) throw new SmsError('rejected', { code: 'forbidden_content' })
      const fitting = fitSmsPlace(name, value, most[provider])
      if (value === '' || fitting === undefined) throw new SmsError('misconfigured', { code: value === '' ? `no_${name}` : `too_long_${name}` })
      return { name, value: fitting }
    })
    return { text: fillSms(text, Object.fromEntries(places.map(({ name, value }) => [name, value]))), places }
  }
}
