import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { startDouble, type Told } from '../http'
import { createPhones, createReports, shanghaiTime, type SmsDouble, type Taken, withTrouble } from './phones'

const SIGNED_WITHIN_S = 5 * 60

interface Options {
  secretId: string
  secretKey: string
  appId: string
  /** Registered signatures. */
  signs: readonly string[]
  /** Registered texts by their number: places are `{1}`, `{2}` … */
  templates: Readonly<Record<string, string>>
  /** How many characters a place takes. */
  placeMax?: number
  /** The SDK signs with this machine's own time. */
  now?: () => number
}
interface SendSms {
  PhoneNumberSet: string[]
  SmsSdkAppId: string
  TemplateId: string
  SignName: string
  TemplateParamSet?: string[]
  SessionContext?: string
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Which of the carrier's codes says what the phones say. */
const CODES: Record<Exclude<Taken, 'OK'>, string> = {
  BAD_NUMBER: 'InvalidParameterValue.IncorrectPhoneNumber', BLOCKED: 'FailedOperation.PhoneNumberInBlacklist', LIMITED: 'LimitExceeded.PhoneNumberDailyLimit',
}

/**
 * sms.tencentcloudapi.com, version 2021-01-11, action SendSms: TC3-HMAC-SHA256 (the service's name in the scope is the first label of the
 * host asked, as the SDK has it), registered signatures and templates, the number and length of places, one status per number; errors come
 * with HTTP 200. Reports and replies as JSON posts without a signature, answered by `{"result": 0}`.
 */
export async function startTencentSmsDouble(options: Options): Promise<SmsDouble> {
  const { secretId, secretKey, appId, signs, templates, placeMax = 6, now = Date.now } = options
  const phones = createPhones(now)
  const reports = createReports({
    report: ({ phone, id, delivered, at }) => [{
      user_receive_time: shanghaiTime(at), nationcode: '86', mobile: phone, report_status: delivered ? 'SUCCESS' : 'FAIL',
      errmsg: delivered ? 'DELIVRD' : 'UNDELIV', description: delivered ? '用户短信送达成功' : '用户短信接收失败', sid: id,
    }],
    reply: ({ phone, text, at }) => ({ extend: '', mobile: phone, nationcode: '86', sign: signs[0], text, time: Math.floor(at / 1000) }),
  }, { now, isTaken: (answer) => (answer as { result?: unknown } | undefined)?.result === 0 })

  const error = (code: string) => ({ json: { Response: { Error: { Code: code, Message: `${code} (double)` }, RequestId: randomBytes(16).toString('hex') } } })

  function authFailure({ method, headers, body }: Told): string | undefined {
    const match = /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([^/]+)\/tc3_request, SignedHeaders=([a-z;-]+), Signature=([0-9a-f]{64})$/
      .exec(String(headers.authorization))
    if (!match) return 'AuthFailure.SignatureFailure'
    const [, id, date, service, signedHeaders, signature] = match as unknown as [string, string, string, string, string, string]
    const timestamp = Number(headers['x-tc-timestamp'])
    if (id !== secretId) return 'AuthFailure.SecretIdNotFound'
    if (Math.abs(now() / 1000 - timestamp) > SIGNED_WITHIN_S) return 'AuthFailure.SignatureExpire'
    const names = signedHeaders.split(';')
    if (!names.includes('host') || !names.includes('content-type') || service !== String(headers.host).split('.')[0]) return 'AuthFailure.SignatureFailure'
    if (date !== new Date(timestamp * 1000).toISOString().slice(0, 10)) return 'AuthFailure.SignatureFailure'
    // The real one listens on 443: the SDK signs a host without its port.
    const valueOf = (name: string): string => (name === 'host' ? String(headers.host).replace(/:\d+$/, '') : String(headers[name]).trim())
    const canonical = [method, '/', '', ...names.map((name) => `${name}:${valueOf(name)}`), '', signedHeaders, sha256(body)].join('\n')
    const scope = `${date}/${service}/tc3_request`
    const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
    const wanted = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`)
    return timingSafeEqual(wanted, Buffer.from(signature, 'hex')) ? undefined : 'AuthFailure.SignatureFailure'
  }

  /** The text as it goes out, or the code of what is wrong with it. */
  function written({ TemplateId, TemplateParamSet = [], SignName }: SendSms): { text: string } | { code: string } {
    const template = templates[TemplateId]
    if (template === undefined) return { code: 'FailedOperation.TemplateIncorrectOrUnapproved' }
    if (!signs.includes(SignName)) return { code: 'FailedOperation.SignatureIncorrectOrUnapproved' }
    const places = new Set(template.match(/\{\d+\}/g) ?? []).size
    if (places !== TemplateParamSet.length) return { code: 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate' }
    if (TemplateParamSet.some((value) => [...value].length > placeMax)) return { code: 'InvalidParameterValue.TemplateParameterLengthLimit' }
    if (TemplateParamSet.some((value) => /https?:|www\./.test(value))) return { code: 'InvalidParameterValue.ProhibitedUseUrlInTemplateParameter' }
    return { text: `【${SignName}】${template.replace(/\{(\d+)\}/g, (_, place: string) => TemplateParamSet[Number(place) - 1]!)}` }
  }

  function statusOf(request: SendSms, given: string) {
    const phone = given.replace(/^(\+?86|0086)/, '')
    const made = written(request)
    const id = `2019:${randomBytes(10).toString('hex')}`
    const status = (code: string, serial: string) => ({
      SerialNo: serial, PhoneNumber: `+86${phone}`, Fee: code === 'Ok' ? 1 : 0, SessionContext: request.SessionContext ?? '', Code: code, Message: code, IsoCode: 'CN',
    })
    if ('code' in made) return status(made.code, '')
    const message = { phone, text: made.text, reference: request.SessionContext ?? '', id }
    const taken = phones.take(message)
    if (taken !== 'OK') return status(CODES[taken], '')
    reports.report(message, phones.isReached(phone))
    return status('Ok', id)
  }

  const double = await startDouble('application/json', withTrouble(phones, (told, trouble) => {
    if (trouble === 'BUSY') return error('RequestLimitExceeded')
    if (told.method !== 'POST' || told.headers['x-tc-action'] !== 'SendSms') return error('InvalidAction')
    if (told.headers['x-tc-version'] !== '2021-01-11') return error('NoSuchVersion')
    const failure = authFailure(told)
    if (failure !== undefined) return error(failure)
    const request = JSON.parse(told.body) as SendSms
    if (request.SmsSdkAppId !== appId) return error('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
    if (trouble === 'ARREARS') return error('FailedOperation.InsufficientBalanceInSmsPackage')
    const SendStatusSet = request.PhoneNumberSet.map((phone) => statusOf(request, phone))
    return { json: { Response: { SendStatusSet, RequestId: randomBytes(16).toString('hex') } } }
  }))
  return { ...double, ...phones.controls, ...reports.controls }
}
