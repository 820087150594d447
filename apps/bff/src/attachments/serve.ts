import type { Context } from 'koa'

/**
 * Bytes of an attachment, or of a paper made for its reader, as an answer. Never kept by a cache on the way or on the phone: what is
 * sealed later must not lie there, and each time it is asked anew whether its reader may have it.
 */
export function serveAttachment(ctx: Context, { bytes, type, name }: { bytes: Buffer; type: string; name: string }): void {
  const inline = /^(image|audio|video)\//.test(type)
  ctx.set({
    'Content-Type': type,
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  })
  ctx.body = bytes
}
