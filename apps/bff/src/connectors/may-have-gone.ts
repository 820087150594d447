/** Failures by which a request never reached the other side: no name, no route, no connection, no TLS. */
const NEVER_WENT = new Set([
  'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED',
])
interface Failure {
  code?: unknown
  cause?: unknown
  /** Of several addresses that were tried, each one's. */
  errors?: unknown
}

/** Whether a request that failed may have reached the other side all the same. What is not known for certain may. */
export function mayHaveGone(error: unknown): boolean {
  // Not `instanceof Error`: what fetch throws may be an error of another realm.
  for (let at: unknown = error; typeof at === 'object' && at !== null; at = (at as Failure).cause) {
    const { code, errors } = at as Failure
    if (NEVER_WENT.has(String(code))) return false
    if (Array.isArray(errors) && errors.length > 0) return errors.some(mayHaveGone)
  }
  return true
}
