import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ClientFrameSchema } from '@zhixin/shared/contract'
import request from 'supertest'
import { z } from 'zod'
import { createTestHttp } from '../../test-support/http'
import { authorize, definePolicy } from './policy'
import { defineRoute, type Route } from './route'
import { serverOf } from './server'

const policy = definePolicy({ action: 'thing.look', audience: ['person'] })
const route = defineRoute({
  method: 'post', path: '/things/:id', summary: 'A thing', tag: 'things', policy, limit: 'read', params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ page: z.coerce.number().optional() }), body: z.strictObject({ text: z.string() }),
  answer: z.object({ done: z.boolean() }), can: z.object({ more: z.boolean() }),
  handle: async () => ({ data: { done: true }, can: { more: false } }),
}) as Route
const serve = (parts: Partial<Parameters<typeof createTestHttp>[0]> = {}) => request(createTestHttp({ routes: [route], ...parts }).handler)

describe('a table of routes that does not fit keeps the server from starting', () => {
  const { policy: _, ...bare } = route
  test.each([
    ['no policy', [bare as Route], /POST \/things\/:id: has no policy/],
    ['one path twice', [route, { ...route, path: '/things/:other' }], /POST \/things\/:other: stands in the table twice/],
    ['params without a schema', [{ ...bare, policy } as Route].map(({ params: __, ...rest }) => rest as Route), /has params without a schema/],
    ['an unknown limit', [{ ...route, limit: 'never' } as unknown as Route], /unknown limit, never/],
    ['no path', [{ ...route, path: 'things' }], /is no path/],
  ])('%s', (_what, routes, message) => {
    expect(() => createTestHttp({ routes })).toThrow(message)
  })

  test('a policy must let somebody in', () => {
    expect(() => definePolicy({ action: 'thing.look', audience: [] })).toThrow(/no audience/)
    expect(() => definePolicy({ action: 'thing.look', audience: ['person'], granted: true })).toThrow(/granted to staff who are not/)
    expect(() => definePolicy({ action: 'thing.look', audience: ['person'], relations: [] })).toThrow(/nobody/)
    expect(() => definePolicy({ action: 'look', audience: ['person'] })).toThrow(/area\.verb/)
  })

  test('authorize looks at the audience too', () => {
    expect(() => authorize(policy, { kind: 'anyone' })).toThrow('auth.required')
  })
})

test('an idle connection is kept for longer than proxies keep theirs', () => {
  expect(serverOf(createTestHttp({ routes: [] })).keepAliveTimeout).toBeGreaterThan(60_000)
})

describe('/openapi.json', () => {
  test('describes every route with its input, answer, errors and security, and the socket’s frames', async () => {
    const { body } = await serve({ components: { ClientFrame: { schema: ClientFrameSchema, io: 'input' } } }).get('/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const operation = body.paths['/api/v1/things/{id}'].post
    expect(operation.security).toEqual([{ accessToken: [] }])
    expect(operation.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'page', in: 'query', required: false, schema: expect.anything() },
    ])
    expect(operation.requestBody.content['application/json'].schema.required).toEqual(['text'])
    expect(Object.keys(operation.responses)).toEqual(['200', '400', '401', '403', '409', '413', '429', '500', '503'])
    expect(operation.responses[200].content['application/json'].schema.required).toEqual(['data', 'can'])
    expect(JSON.stringify(body.components.schemas.ClientFrame)).toContain('"auth"')
  })
})

describe('pages', () => {
  test('/docs is served from this machine', async () => {
    const page = (await serve().get('/docs')).text
    for (const [, file] of page.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await serve().get(file!)).status).toBe(200)
    expect((await serve().get('/docs/files/package.json')).status).toBe(404)
  })

  test('the H5 app: the page is asked for anew, hashed files never again, its own inline script runs and no other', async () => {
    const h5Dir = mkdtempSync(path.join(os.tmpdir(), 'h5-'))
    mkdirSync(path.join(h5Dir, 'js'))
    writeFileSync(path.join(h5Dir, 'index.html'), '<script>start()</script><script src="js/app.0123abcd.js"></script>')
    writeFileSync(path.join(h5Dir, 'js/app.0123abcd.js'), '1')
    const app = serve({ env: { trustProxy: 0, h5Dir } })
    const page = await app.get('/').set('Host', 'court.example:8443')
    expect(page.text).toContain('start()')
    expect(page.headers['cache-control']).toBe('no-cache')
    const csp = String(page.headers['content-security-policy'])
    expect(csp).toContain("default-src 'none'")
    expect(csp).toMatch(/script-src 'self' 'sha256-[^']+';/)
    expect(csp).toContain("connect-src 'self' blob: ws://court.example:8443 wss://court.example:8443")
    expect((await app.get('/js/app.0123abcd.js')).headers['cache-control']).toContain('immutable')
    expect((await app.get('/js/../../etc/passwd')).status).toBe(404)
    expect((await app.get('/api/v1/nowhere')).body.error.code).toBe('input.not_found')
  })

  test('a host header made up to widen the policy does not get into it', async () => {
    const answer = await serve().get('/healthz').set('Host', "x; script-src 'unsafe-inline'")
    expect(String(answer.headers['content-security-policy'])).not.toContain('x; script')
    expect(String(answer.headers['content-security-policy'])).toMatch(/connect-src 'self' blob: 'self';/)
  })
})

describe('operators', () => {
  test('/readyz says which part is not there', async () => {
    expect((await serve({ checks: { store: async () => undefined } }).get('/readyz')).body).toEqual({ status: 'ready', checks: { store: true } })
    const down = await serve({ checks: { store: async () => undefined, log: () => Promise.reject(new Error('behind')) } }).get('/readyz')
    expect([down.status, down.body]).toEqual([503, { status: 'not_ready', checks: { store: true, log: false } }])
  })

  test('/metrics is for this machine, or for the token; not through a proxy on it', async () => {
    const app = serve({ env: { trustProxy: 0, metricsToken: 'a-token-of-length-16' } })
    expect((await app.get('/metrics')).text).toContain('zhixin_http_request_seconds')
    expect((await app.get('/metrics').set('X-Forwarded-For', '127.0.0.1')).status).toBe(404)
    expect((await app.get('/metrics').set('X-Forwarded-For', '1.2.3.4').set('Authorization', 'Bearer a-token-of-length-16')).status).toBe(200)
  })
})
