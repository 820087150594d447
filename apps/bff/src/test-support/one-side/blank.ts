/**
 * What must differ between two courts, and why none of it can carry anything over. Everything else is compared as it is: the clock is
 * the test's own, so even times are.
 *
 * - Ids, nonces, hashes, tokens: the server draws them from the system's randomness, or (hashes, signatures) computes them from what
 *   stands beside them and a nonce. Each is replaced by its kind and the place of its first appearance in this person's own session,
 *   so which equals which is compared, and so is how long it is; that hashes are made of what is shown and nothing else is checked
 *   in the test. What a token *says* (whose session apart) is kept.
 * - `Date`, `X-Request-Id`: the moment and a UUID of that one answer.
 * - the seconds after which a rate limit lets one in again: they count down in real time from the person's own first request;
 *   *that* a request was refused, and which, is compared.
 */
export function createBlank(): (text: string) => string {
  const names = new Map<string, string>()
  const named = (kind: string) => (found: string): string => {
    const name = names.get(found) ?? `<${kind} ${names.size} of ${found.length}>`
    names.set(found, name)
    return name
  }
  const claims = (token: string): string => {
    const { sid: _, ...said } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }
    return `${named('token')(token)} ${JSON.stringify(said)}`
  }
  const inField = (kind: string) => (_: string, field: string, value: string): string => `"${field}":"${named(kind)(value)}"`

  return (text) =>
    text
      .replace(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g, claims)
      .replace(/f_[0-9a-z]{16}\.[\w-]{43}\.[\w-]+/g, named('refresh token'))
      .replace(/"(entryHash|bodyHash|prev)":"([0-9a-f]{64})"/g, inField('hash'))
      .replace(/"(nonce)":"([0-9a-f]{32})"/g, inField('nonce'))
      .replace(/\b[psuh]_[0-9a-z]{16}\b/g, named('id'))
      .replace(/("(?:id|ref)":")([\w-]{16})(","masked")/g, (_, before: string, id: string, after: string) => `${before}${named('phone')(id)}${after}`)
      .replace(/"(receipt)":"([2-9A-Z]{8})"/g, inField('receipt'))
      // Made of the phone's own number of the command by a keyed hash; the key is each court's own.
      .replace(/"(receipt|followUp)":"([2-9A-Z]{4,5}-[2-9A-Z]{4,5})"/g, inField('receipt'))
      .replace(/\bk_[0-9a-z]{25}\b/g, named('complaint'))
      .replace(/\ba_[0-9a-z]{19}\b/g, named('attachment'))
      // Made of a person's id, which is random.
      .replace(/\bl_[0-9a-z]{16}\b/g, named('relation'))
      .replace(/\br_[0-9a-f]{24}\b/g, named('request'))
      .replace(/\bb_[0-9a-f]{24}\b/g, named('account'))
      // Made of whoever recorded it, whose id is random.
      .replace(/\bn_[0-9a-f]{32}\b/g, named('node'))
      .replace(/验证码 \d{6}/g, '验证码 <six digits>')
      .replace(/^(Date|X-Request-Id): .+$/gm, '$1: <this answer’s own>')
      .replace(/("code":"rate\.limited".*"retryAfterSeconds":)\d+/g, '$1<seconds>')
      .replace(/^(Retry-After): \d+$/gm, '$1: <seconds>')
}
