import { SMS_TEMPLATE_NAMES, type SmsConfig, type SmsTemplate } from '@zhixin/shared/rules'

/** The number that a carrier gave each text. Throws when one has none: it would be found out when it is to be sent. */
export function registeredTemplates({ templates }: SmsConfig, provider: 'tencent' | 'aliyun'): Record<SmsTemplate, string> {
  const missing = SMS_TEMPLATE_NAMES.filter((name) => templates[name][provider] === undefined)
  if (missing.length > 0) throw new Error(`sms.yaml: these texts have no number of ${provider}: ${missing.join(', ')}`)
  return Object.fromEntries(SMS_TEMPLATE_NAMES.map((name) => [name, templates[name][provider]!])) as Record<SmsTemplate, string>
}
