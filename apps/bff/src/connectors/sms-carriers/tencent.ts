import { sms as tencent } from 'tencentcloud-sdk-nodejs-sms'
import { z } from 'zod'
import { type Sms, SmsError } from '../../ports/sms'
import { brokenCall, type CodeTable, errorOf } from './codes'
import { registeredTemplates } from './registered'
import type { CloudParts } from './write'

export interface TencentAccount {
  provider: 'tencent'
  secretId: string
  secretKey: string
  /** Of the application in the SMS console (SdkAppId). */
  appId: string
  signature: string
  region: string
  endpoint: string
}

/** https://cloud.tencent.com/document/api/382/59177, and https://cloud.tencent.com/document/api/382/52075 for those that all its interfaces have. */
const CODES: CodeTable = [
  ['FailedOperation.ContainSensitiveWord', 'rejected'], ['FailedOperation.PhoneNumberInBlacklist', 'rejected'],
  ['FailedOperation.ProhibitedUseUrlInTemplateParameter', 'rejected'], ['FailedOperation.MarketingSendTimeConstraint', 'busy'],
  ['InvalidParameterValue.IncorrectPhoneNumber', 'rejected'], ['FailedOperation.PhoneNumberParseFail', 'rejected'],
  ['InvalidParameterValue.ContentLengthLimit', 'rejected'],
  ['InvalidParameterValue.TemplateParameter', 'rejected'], ['InvalidParameterValue.ProhibitedUseUrlInTemplateParameter', 'rejected'],
  ['UnsupportedOperation.', 'rejected'], ['LimitExceeded', 'busy'], ['RequestLimitExceeded', 'busy'], ['ServiceUnavailable', 'busy', 'unsure'],
  ['ResourceInsufficient', 'busy'], ['InternalError.SigVerificationFail', 'misconfigured'], ['InternalError.SigFieldMissing', 'misconfigured'],
  ['InternalError.RequestTimeException', 'misconfigured'], ['InternalError', 'busy', 'unsure'],
]
const StatusSchema = z.object({ Code: z.string().max(128), SerialNo: z.string().max(128) })
const AnswerSchema = z.object({ SendStatusSet: z.tuple([StatusSchema]) })

/** Tencent Cloud, through its own SDK. Texts go out by the numbers that they have there; places in the order of the text. */
export function createTencentSms(account: TencentAccount, { write, config, answerWithinMs }: CloudParts): Sms {
  const registered = registeredTemplates(config, 'tencent')
  const { protocol, host } = new URL(account.endpoint)
  const client = new tencent.v20210111.Client({
    credential: { secretId: account.secretId, secretKey: account.secretKey },
    region: account.region,
    profile: { signMethod: 'TC3-HMAC-SHA256', httpProfile: { endpoint: host, protocol: `${protocol}//`, reqMethod: 'POST', reqTimeout: answerWithinMs / 1000 } },
  })
  return {
    async send(message) {
      const { places } = write(message)
      const answer = AnswerSchema.safeParse(await client.SendSms({
        PhoneNumberSet: [`+86${message.phone}`],
        SmsSdkAppId: account.appId,
        SignName: account.signature,
        TemplateId: registered[message.template],
        TemplateParamSet: places.map(({ value }) => value),
        SessionContext: message.reference,
      }).catch(failed))
      if (!answer.success) throw new SmsError('busy', { maybeSent: true })
      const [{ Code, SerialNo }] = answer.data.SendStatusSet
      if (Code !== 'Ok') throw errorOf(CODES, Code)
      return { providerId: SerialNo }
    },
  }
}

// The SDK puts the carrier's code into `code`; it is empty where there was no answer.
function failed(error: unknown): never {
  const { code } = error as { code?: unknown }
  throw typeof code === 'string' && /^[A-Z][A-Za-z]+(\.|$)/.test(code) ? errorOf(CODES, code) : brokenCall(error)
}
