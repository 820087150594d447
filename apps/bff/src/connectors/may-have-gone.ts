/** Failures by which a request never reached the other side: no name, no route, no connection, no TLS. */
const NEVER_WENT = new Set([
  'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED',
])

/** Whether a request that failed may have reached the other side all the same. What is not known for certain may. */
export function mayHaveGone(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (NEVER_WENT.has(String((at as NodeJS.ErrnoException).code))) return false
    // Several addresses were tried and none of them took it.
    if (at instanceof AggregateError && at.errors.length > 0) return at.errors.some(mayHaveGone)
  }
  return true
}
