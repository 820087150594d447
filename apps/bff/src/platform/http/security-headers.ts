import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Middleware } from 'koa'

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i

const FIXED = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=()',
  // Browsers heed it over https only.
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
}

/** The H5 page's own inline scripts, by hash: nothing else inline runs. */
function inlineScriptHashes(h5Dir: string | undefined): string[] {
  if (!h5Dir) return []
  const page = readFileSync(path.join(h5Dir, 'index.html'), 'utf8')
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    ([, source]) => `'sha256-${createHash('sha256').update(source ?? '').digest('base64')}'`,
  )
}

/**
 * A strict policy that lets the H5 app talk to its own origin over HTTP and WebSocket and show what it has fetched. Styles may be
 * inline: Taro's components put theirs into the page. Written out here because koa-helmet needs its peer `helmet` and adds nothing
 * to a fixed list.
 */
export function securityHeaders(h5Dir: string | undefined): Middleware {
  const before = `default-src 'none'; script-src ${["'self'", ...inlineScriptHashes(h5Dir)].join(' ')}; style-src 'self' 'unsafe-inline'`
  const after =
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; manifest-src 'self'; form-action 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
  return async (ctx, next) => {
    // 'self' does not cover ws: in older browsers. A made-up Host must not get into the policy.
    const host = ctx.get('host')
    const sockets = HOST.test(host) ? ` ws://${host} wss://${host}` : ''
    ctx.set({ ...FIXED, 'Content-Security-Policy': `${before}; connect-src 'self'${sockets}; ${after}` })
    await next()
  }
}
