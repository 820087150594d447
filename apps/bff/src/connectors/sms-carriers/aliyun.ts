import Dysmsapi, { SendSmsRequest } from '@alicloud/dysmsapi20170525'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import { z } from 'zod'
import { type Sms, SmsError } from '../../ports/sms'
import { brokenCall, type CodeTable, errorOf } from './codes'
import { registeredTemplates } from './registered'
import type { CloudParts } from './write'

const CONNECT_WITHIN_MS = 3_000

export interface AliyunAccount {
  provider: 'aliyun'
  accessKeyId: string
  accessKeySecret: string
  signature: string
  region: string
  endpoint: string
}

/** The error codes of SendSms in Aliyun's developer reference, and those that all its interfaces have. */
const CODES: CodeTable = [
  ['isv.MOBILE_NUMBER_ILLEGAL', 'rejected'], ['isv.BLACK_KEY_CONTROL_LIMIT', 'rejected'], ['isv.PARAM_LENGTH_LIMIT', 'rejected'],
  ['isv.PARAM_NOT_SUPPORT_URL', 'rejected'], ['isv.TEMPLATE_PARAMS_ILLEGAL', 'rejected'], ['isv.BUSINESS_LIMIT_CONTROL', 'busy'],
  ['isv.DAY_LIMIT_CONTROL', 'busy'], ['isv.MONTH_LIMIT_CONTROL', 'busy'], ['Throttling', 'busy'], ['isp.', 'busy', 'unsure'],
  ['ServiceUnavailable', 'busy', 'unsure'], ['InternalError', 'busy', 'unsure'],
]
const AnswerSchema = z.object({ body: z.object({ code: z.string().max(128), bizId: z.string().max(128).optional() }) })

/**
 * Aliyun, through its own SDK, which tries once: a text that may have gone must not go again. Texts go out by the codes that they have
 * there; places by their names.
 */
export function createAliyunSms(account: AliyunAccount, { write, config, answerWithinMs }: CloudParts): Sms {
  const registered = registeredTemplates(config, 'aliyun')
  const { protocol, host } = new URL(account.endpoint)
  const client = new Dysmsapi(new $OpenApiUtil.Config({
    accessKeyId: account.accessKeyId, accessKeySecret: account.accessKeySecret, regionId: account.region, endpoint: host, protocol: protocol.slice(0, -1),
    connectTimeout: CONNECT_WITHIN_MS, readTimeout: answerWithinMs,
  }))
  return {
    async send(message) {
      const { places } = write(message)
      const request = new SendSmsRequest({
        phoneNumbers: message.phone,
        signName: account.signature,
        templateCode: registered[message.template],
        outId: message.reference,
        ...(places.length > 0 && { templateParam: JSON.stringify(Object.fromEntries(places.map(({ name, value }) => [name, value]))) }),
      })
      const answer = AnswerSchema.safeParse(await client.sendSms(request).catch(failed))
      if (!answer.success) throw new SmsError('busy', { maybeSent: true })
      const { code, bizId = null } = answer.data.body
      if (code !== 'OK') throw errorOf(CODES, code)
      return { providerId: bizId }
    },
  }
}

// An answer with an error has a status; whatever else is thrown came about on the way.
function failed(error: unknown): never {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown }
  throw typeof statusCode === 'number' && typeof code === 'string' ? errorOf(CODES, code) : brokenCall(error)
}
