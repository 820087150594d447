import { SmsError } from '../../ports/sms'

type Reason = SmsError['reason']
/** What a carrier's code means: the first line whose beginning fits. `unsure`: it may have the text all the same. */
export type CodeTable = readonly (readonly [begins: string, reason: Reason, unsure?: 'unsure'])[]

/** A code that nobody has heard of is for somebody to look at. */
export function errorOf(table: CodeTable, code: string): SmsError {
  const [, reason, unsure] = table.find(([begins]) => code.startsWith(begins)) ?? ['', 'misconfigured' as const]
  return new SmsError(reason, { code, maybeSent: unsure !== undefined })
}

const NEVER_WENT = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID|DEPTH_ZERO_SELF_SIGNED_CERT)\b/

/**
 * A call through a carrier's SDK that brought no answer. Nothing of the SDK's own error is kept but the system's code: it may hold the
 * address with the phone and the text in it.
 */
export function brokenCall(error: unknown): SmsError {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const never = NEVER_WENT.exec(`${String(code)} ${String(message)}`)?.[1]
  return never === undefined ? new SmsError('busy', { maybeSent: true }) : new SmsError('busy', { code: never })
}
