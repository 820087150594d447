import { CodedError, ERRORS, type ErrorCode, sentence } from '@zhixin/shared/errors'
import { failureReason } from './adapters'

export { CodedError, type ErrorCode }

/** Any failure as a coded one. What an adapter rejects with says whether the network or the time was the matter. */
export function codedOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  const codes = { offline: 'client.offline', timeout: 'client.timeout', file_gone: 'messaging.attachment_unknown', cancelled: 'client.cancelled' } as const
  return new CodedError(codes[failureReason(error)], { cause: error })
}

/** What a person reads: the catalogue's sentence for the code, never the server's own text. */
export const sentenceOf = (code: ErrorCode): string => sentence(code)

/** What is wrong with which field, where the catalogue's sentence alone would leave the reader searching. */
const FIELDS: Record<string, string> = {
  'body.text': '消息内容',
  'body.attachments': '附件',
  'body.offHoursReason': '非工作时间发送理由',
  'body.name': '姓名',
  'body.identityNumber': '身份证号',
  'body.phone': '手机号',
  'body.department': '部门',
  'body.officePhone': '办公电话',
  'body.code': '验证码',
  'body.windowCode': '绑定码',
  'body.reason': '理由',
  'body.summary': '记录内容',
  'body.happenedAt': '发生时间',
  'body.title': '标题',
  'body.caseNumber': '案号',
  'body.partyName': '当事人姓名或名称',
  'body.unitCode': '统一社会信用代码',
  'body.until': '有效期',
  'body.note': '说明',
  'body.officerIds': '承办人',
  'body.judgeId': '员额法官',
  'body.number': '工号',
  'body.password': '密码',
  'body.what': '要办什么',
  'body.basis': '依据',
  'body.dueOn': '办理期限',
  'body.how': '怎么办好的',
  'body.holder': '户名',
  'body.bank': '开户银行',
  'body.account': '账号',
  'body.activationCode': '激活码',
  file: '文件',
}

/** The name of a field as the page shows it; undefined when the error is about none that people fill in. */
export function fieldOf(error: unknown): string | undefined {
  const { field } = codedOf(error)
  return field === undefined ? undefined : (FIELDS[field] ?? FIELDS[field.replace(/\.\d+.*$/, '')])
}

/** The whole sentence for anything thrown: 手机号：填写的内容有误，请按提示修改。 */
export function explain(error: unknown): string {
  const coded = codedOf(error)
  const field = coded.code === 'input.invalid' ? fieldOf(coded) : undefined
  return field === undefined ? sentenceOf(coded.code) : `${field}：${sentenceOf(coded.code)}`
}

/** Whether asking the same again can never be answered otherwise. Signing in again, waiting and a better network can help the others. */
export function isPermanent({ code }: CodedError): boolean {
  const { status } = ERRORS[code]
  return status >= 400 && status < 500 && status !== 401 && status !== 429
}

/** What was asked for is not, or no longer, for this reader. */
export const locksOut = (code: ErrorCode | null | undefined): boolean => code === 'input.not_found' || code === 'access.forbidden'

/** The sign-in itself is at an end. */
export const endsSession = ({ status, code }: CodedError): boolean => status === 401 && code !== 'auth.wechat_rejected'
