import path from 'node:path'
import Router from '@koa/router'
import type { Middleware } from 'koa'
import serve from 'koa-static'

const DOCS_PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>Zhixin API</title>
<link rel="stylesheet" href="/docs/files/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/files/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`
const DOCS_START = "window.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null })"
const DOCS_DIR = path.dirname(require.resolve('swagger-ui-dist/package.json'))
const DOCS_FILES = /^\/docs\/files\/(swagger-ui\.css|swagger-ui-bundle\.js)$/

/** /openapi.json, and /docs with Swagger UI from this machine. */
export function docsRoutes(document: object): Router {
  const json = JSON.stringify(document)
  const router = new Router()
  router.get('/openapi.json', (ctx) => {
    ctx.type = 'application/json'
    ctx.body = json
  })
  router.get('/docs', (ctx) => {
    ctx.type = 'html'
    ctx.body = DOCS_PAGE
  })
  router.get('/docs/start.js', (ctx) => {
    ctx.type = 'js'
    ctx.body = DOCS_START
  })
  const files = serve(DOCS_DIR, { index: false })
  router.get(DOCS_FILES, async (ctx, next) => {
    const asked = ctx.path
    ctx.path = asked.slice('/docs/files'.length)
    try {
      await files(ctx, next)
    } finally {
      ctx.path = asked
    }
  })
  return router
}

/** The built H5 app. A file whose name carries its content's hash never changes; everything else is asked for anew. */
export const h5Files = (h5Dir: string): Middleware =>
  serve(h5Dir, {
    setHeaders: (response, file) => {
      response.setHeader('Cache-Control', /\.[\da-f]{8,20}\.\w+$/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
