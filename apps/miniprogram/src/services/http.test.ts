import type { HttpAdapter, HttpResponse } from './adapters'
import { createHttp } from './http'

const nothing = (): never => {
  throw new Error('not asked for')
}
const answering = (answer: HttpResponse & { path: string }) => {
  const adapter: HttpAdapter = { request: nothing, upload: nothing, download: () => Promise.resolve(answer) }
  return createHttp(adapter, 'https://court.example', () => Promise.resolve('device'))
}

describe('a download', () => {
  test('answers the path', async () => {
    await expect(answering({ status: 200, body: undefined, path: 'http://tmp/a' }).download('/x', 'token', '照片.png')).resolves.toBe('http://tmp/a')
  })

  test.each([
    [401, 'auth.expired'], [403, 'access.forbidden'], [404, 'input.not_found'], [410, 'messaging.sealed'], [503, 'server.unavailable'],
  ])('refused with %i and no words, as on WeChat, says %s', async (status, code) => {
    await expect(answering({ status, body: undefined, path: 'http://tmp/refusal' }).download('/x', 'token', '照片.png')).rejects.toMatchObject({ code })
  })

  test('refused in the court’s own words says those', async () => {
    const body = JSON.stringify({ error: { code: 'messaging.confidential', message: '这条内容只给承办人看。', requestId: 'r1' } })
    await expect(answering({ status: 403, body, path: '' }).download('/x', 'token', '照片.png')).rejects.toMatchObject({ code: 'messaging.confidential' })
  })
})
