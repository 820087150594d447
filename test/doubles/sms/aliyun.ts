import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { startDouble, type Told } from '../http'
import { createPhones, createReports, shanghaiTime, type SmsDouble, withTrouble } from './phones'

const SIGNED_WITHIN_MS = 15 * 60_000

interface Options {
  accessKeyId: string
  accessKeySecret: string
  signs: readonly string[]
  /** Registered texts by their code: places are `${code}`. */
  templates: Readonly<Record<string, string>>
  placeMax?: number
  /** The SDK signs with this machine's own time. */
  now?: () => number
}
type Field = 'PhoneNumbers' | 'SignName' | 'TemplateCode' | 'TemplateParam' | 'OutId'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * dysmsapi.aliyuncs.com, version 2017-05-25, action SendSms: ACS3-HMAC-SHA256 (each nonce once), registered signatures and templates, names
 * and length of places. What is wrong with a message comes with HTTP 200, what is wrong with the caller with 4xx. A number that has opted
 * out is taken and reported as not delivered. Reports and replies as JSON posts without a signature, answered by `{"code": 0}`.
 */
export async function startAliyunSmsDouble(options: Options): Promise<SmsDouble> {
  const { accessKeyId, accessKeySecret, signs, templates, placeMax = 35, now = Date.now } = options
  const phones = createPhones(now)
  const nonces = new Set<string>()
  const reports = createReports({
    report: ({ phone, id, reference, delivered, at }) => [{
      phone_number: phone, send_time: shanghaiTime(at), report_time: shanghaiTime(at), success: delivered,
      err_code: delivered ? 'DELIVERED' : phone.endsWith('9999') ? 'MOBILE_IN_BLACK' : 'MOBILE_NOT_ON_SERVICE', err_msg: '', sms_size: '1', biz_id: id, out_id: reference,
    }],
    reply: ({ phone, text, at }) => [{ phone_number: phone, send_time: shanghaiTime(at), content: text, sign_name: signs[0], dest_code: '9001', sequence_id: 1 }],
  }, { now, isTaken: (answer) => (answer as { code?: unknown } | undefined)?.code === 0 })

  const said = (status: number, Code: string, more: object = {}) => ({ status, json: { Code, Message: Code, RequestId: randomBytes(16).toString('hex'), ...more } })

  function authFailure({ method, url, headers, body }: Told): string | undefined {
    const match = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})$/.exec(String(headers.authorization))
    if (!match) return 'IncompleteSignature'
    const [, id, signedHeaders, signature] = match as unknown as [string, string, string, string]
    if (id !== accessKeyId) return 'InvalidAccessKeyId.NotFound'
    if (Math.abs(now() - Date.parse(String(headers['x-acs-date']))) > SIGNED_WITHIN_MS) return 'InvalidTimeStamp.Expired'
    const nonce = String(headers['x-acs-signature-nonce'])
    if (nonces.has(nonce)) return 'SignatureNonceUsed'
    nonces.add(nonce)
    if (headers['x-acs-content-sha256'] !== sha256(body)) return 'SignatureDoesNotMatch'
    const query = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
    const names = signedHeaders.split(';')
    const canonical = [method, url.pathname, query, ...names.map((name) => `${name}:${String(headers[name]).trim()}`), '', signedHeaders, sha256(body)].join('\n')
    const wanted = createHmac('sha256', accessKeySecret).update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest()
    return timingSafeEqual(wanted, Buffer.from(signature, 'hex')) ? undefined : 'SignatureDoesNotMatch'
  }

  /** The text as it goes out, or the code of what is wrong with it. */
  function written(field: (name: Field) => string): { text: string } | { code: string } {
    const template = templates[field('TemplateCode')]
    if (template === undefined) return { code: 'isv.SMS_TEMPLATE_ILLEGAL' }
    if (!signs.includes(field('SignName'))) return { code: 'isv.SMS_SIGNATURE_ILLEGAL' }
    const params = JSON.parse(field('TemplateParam') || '{}') as Record<string, unknown>
    const places = [...template.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!)
    if (places.some((name) => typeof params[name] !== 'string')) return { code: 'isv.TEMPLATE_MISSING_PARAMETERS' }
    const values = places.map((name) => params[name] as string)
    if (values.some((value) => value.length > placeMax)) return { code: 'isv.PARAM_LENGTH_LIMIT' }
    if (values.some((value) => /https?:|www\./.test(value))) return { code: 'isv.PARAM_NOT_SUPPORT_URL' }
    return { text: `【${field('SignName')}】${template.replace(/\$\{(\w+)\}/g, (_, name: string) => params[name] as string)}` }
  }

  function send({ url }: Told) {
    const field = (name: Field): string => url.searchParams.get(name) ?? ''
    const made = written(field)
    if ('code' in made) return said(200, made.code)
    const [phone, id] = [field('PhoneNumbers'), `${BigInt(`0x${randomBytes(7).toString('hex')}`)}^0`]
    const message = { phone, text: made.text, reference: field('OutId'), id }
    const taken = phones.take(message)
    if (taken === 'BAD_NUMBER') return said(200, 'isv.MOBILE_NUMBER_ILLEGAL')
    if (taken === 'LIMITED') return said(200, 'isv.BUSINESS_LIMIT_CONTROL')
    reports.report(message, phones.isReached(phone))
    return said(200, 'OK', { BizId: id })
  }

  const double = await startDouble('application/json;charset=utf-8', withTrouble(phones, (told, trouble) => {
    if (trouble === 'BUSY') return said(429, 'Throttling.User')
    if (told.headers['x-acs-action'] !== 'SendSms' || told.headers['x-acs-version'] !== '2017-05-25') return said(404, 'InvalidAction.NotFound')
    const failure = authFailure(told)
    if (failure !== undefined) return said(failure.startsWith('InvalidAccessKeyId') ? 404 : 400, failure)
    return trouble === 'ARREARS' ? said(200, 'isv.AMOUNT_NOT_ENOUGH') : send(told)
  }))
  return { ...double, ...phones.controls, ...reports.controls }
}
