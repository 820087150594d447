import { fitSmsPlace, placesOf, SMS_TEMPLATE_NAMES, type SmsConfig, type SmsParam, type SmsProvider, type SmsTemplate } from '@zhixin/shared/rules'

/** The number that a carrier gave each text. Throws when one has none: it would be found out when it is to be sent. */
export function registeredTemplates({ templates }: SmsConfig, provider: 'tencent' | 'aliyun'): Record<SmsTemplate, string> {
  const missing = SMS_TEMPLATE_NAMES.filter((name) => templates[name][provider] === undefined)
  if (missing.length > 0) throw new Error(`sms.yaml: these texts have no number of ${provider}: ${missing.join(', ')}`)
  return Object.fromEntries(SMS_TEMPLATE_NAMES.map((name) => [name, templates[name][provider]!])) as Record<SmsTemplate, string>
}

/**
 * Throws where one of the court's own numbers has no room in its place: every text with it would be refused. The court then asks its carrier
 * for more room (and says so in `place_max`), or writes the number into the text instead of its place.
 */
export function checkOwnNumbers({ templates, place_max: most }: SmsConfig, provider: SmsProvider, numbers: Partial<Record<SmsParam, string>>): void {
  const wrong = SMS_TEMPLATE_NAMES.flatMap((name) =>
    placesOf(templates[name].text)
      .filter((place) => numbers[place] !== undefined && fitSmsPlace(place, numbers[place], most[provider]) === undefined)
      .map((place) => `templates.${name}.text: {${place}} is ${numbers[place]}, and ${provider} takes ${most[provider]} characters (place_max)`))
  if (wrong.length > 0) throw new Error(`sms.yaml is not right:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
}
