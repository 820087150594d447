import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import type { Middleware } from 'koa'
import helmet from 'koa-helmet'

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i
const YEAR_SECONDS = 31_536_000

/** The H5 page's own inline scripts, by hash: nothing else inline runs. */
function inlineScriptHashes(h5Dir: string | undefined): string[] {
  if (!h5Dir) return []
  const page = readFileSync(path.join(h5Dir, 'index.html'), 'utf8')
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    ([, source]) => `'sha256-${createHash('sha256').update(source ?? '').digest('base64')}'`,
  )
}

// 'self' does not cover ws: in older browsers. A made-up Host must not get into the policy.
function ownSockets(request: IncomingMessage): string {
  const { host = '' } = request.headers
  return HOST.test(host) ? `ws://${host} wss://${host}` : "'self'"
}

/**
 * Helmet's headers with a strict policy that lets the H5 app talk to its own origin over HTTP and WebSocket and show what it has
 * fetched. Styles may be inline: Taro's components put theirs into the page.
 */
export function securityHeaders(h5Dir: string | undefined): Middleware {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...inlineScriptHashes(h5Dir)],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // blob: is what the page made itself: a picture on its way out.
        connectSrc: ["'self'", 'blob:', ownSockets],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    // Browsers heed it over https only.
    hsts: { maxAge: YEAR_SECONDS, includeSubDomains: true },
  })
  return async (ctx, next) => {
    ctx.set('Permissions-Policy', 'camera=(self), microphone=(self), geolocation=()')
    await secure(ctx, next)
  }
}
