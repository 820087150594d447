/** Where the phone finds the BFF. H5 is served from the same origin, so it needs none. */
const STRICT_HTTPS = /^https:\/\/(?!\d+(?:\.\d+){3}(?::|$))(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::\d{2,5})?$/
const PLAIN_HTTP = /^http:\/\/[a-z0-9.-]+(?::\d{2,5})?$/
const DEVELOPMENT_ORIGIN = 'http://127.0.0.1:8080'

/**
 * The API origin compiled into the weapp output: scheme, host and port, no path and no trailing slash.
 * Throws when it is not one; plain http passes only outside production or with ZHIXIN_ALLOW_HTTP=1.
 * It does not check that the host is registered with WeChat as a request domain.
 */
export function apiOrigin(env: NodeJS.ProcessEnv): string {
  const origin = env.ZHIXIN_API_ORIGIN ?? DEVELOPMENT_ORIGIN
  if (STRICT_HTTPS.test(origin)) return origin
  const httpAllowed = env.NODE_ENV !== 'production' || env.ZHIXIN_ALLOW_HTTP === '1'
  if (httpAllowed && PLAIN_HTTP.test(origin)) return origin
  throw new Error(
    `ZHIXIN_API_ORIGIN is "${origin}": a production build needs an https origin with a host name, such as ` +
      'https://zhixin.example.cn. For a trial on this machine set ZHIXIN_ALLOW_HTTP=1.',
  )
}
