import { admit } from './platform/http/policy'
import type { Route } from './platform/http/route'
import { CASE, newCommandId, openTestCourt, type Persona, type TestCourt } from './test-support/court'

/** Bad input at every door: a clear 400 that names the field in Chinese, whoever may come in otherwise; and the process unhurt. */
describe('bad input', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  /** Each part of a path in its right form; whether there is such a thing is asked later. */
  const target = (path: string): string =>
    path
      .replace(':caseId', CASE).replace(':personId', court.id('owner')).replace(':staffId', court.id('officer'))
      .replace(/:(index|flag|of)\b/g, '0').replace(':requestId', 'r_00000000').replace(':relationId', 'l_00000000').replace(':taskId', 't_00000000')
      .replace(':attachmentId', 'a_00000000').replace(':accountId', 'b_00000000').replace(':formId', 'property_report').replace(':commandId', newCommandId())
      .replace(':measure', 'overdue').replace(':itemId', '0'.repeat(32)).replace(':stream', 'petition').replace(':complaintId', 'k_00000000')
      .replace(':callId', 'h_00000000').replace(':paperId', 'w_00000000').replace(':rhythm', 'weekly').replace(':from', '2026-03-02').replace(':place', 'case')
      .replace(':fileId', CASE).replace(':check', '7').replace(':by', 'talker').replace(':heading', 'problems').replace(':recordId', 'n_00000000')
      .replace(':suspensionId', 'n_00000000').replace(':transferId', `x_${'0'.repeat(20)}`).replace(':exchangeId', '0'.repeat(24)).replace(':id', 'q_00000000000000000000')

  /** `courtSystem`: the court's own system, which signs what it sends. */
  type Who = Persona | 'courtSystem'
  const PERSONAS: Persona[] = [
    'anyone', 'account', 'owner', 'officer', 'leader', 'director', 'duty', 'window', 'hotline', 'liaison', 'inspector', 'systemAdmin', 'securityAdmin', 'auditor',
  ]
  /** Somebody whom a route's policy lets come as far as their input. */
  async function insider({ policy, path }: Route): Promise<Who> {
    if (policy.audience.includes('system')) return 'courtSystem'
    for (const persona of PERSONAS) {
      const token = await court.tokenOf(persona)
      const actor = token ? (await court.rooms.identity.authenticate(token)).actor : { kind: 'anyone' as const }
      try {
        admit(policy, actor)
        return persona
      } catch {
        // Not this one.
      }
    }
    throw new Error(`nobody may come to ${path}`)
  }
  async function raw(persona: Who, method: string, path: string, body: string) {
    if (persona === 'courtSystem') return court.send(path, body)
    const token = await court.tokenOf(persona)
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
    const response = await fetch(`${court.origin}/api/v1${target(path)}`, { method: method.toUpperCase(), headers, body })
    return { status: response.status, body: (await response.json()) as { error: { code: string; message: string; field?: string } } }
  }

  it('is told apart at every route that takes a body', async () => {
    const withBody = court.routes.filter(({ body, upload }) => body && !upload)
    expect(withBody.length).toBeGreaterThan(15)
    for (const route of withBody) {
      const { method, path } = route
      const place = `${method} ${path}`
      const who = await insider(route)
      for (const bad of [{}, { nonsense: { $gt: '' } }, [], 'text', null]) {
        const { status, body } = await raw(who, method, path, JSON.stringify(bad))
        expect([place, status]).toEqual([place, 400])
        expect(body.error).toMatchObject({ code: expect.stringMatching(/^input\./), message: expect.stringMatching(/[\u4e00-\u9fff]/) })
      }
      const broken = await raw(who, method, path, '{"text": "没有')
      expect([place, broken.status, broken.body.error.code]).toEqual([place, 400, 'input.malformed'])
      const huge = await raw(who, method, path, JSON.stringify({ text: 'x'.repeat(200_000 + (route.signed?.maxBytes ?? 0)) }))
      expect([place, huge.status, huge.body.error.code]).toEqual([place, 413, 'input.too_large'])
    }
  })

  it('never gets an operator to the store: every field of every body, and every query, wants a plain value', async () => {
    for (const route of court.routes) {
      const { method, path, body, upload } = route
      const shape = (body as { shape?: Record<string, unknown> } | undefined)?.shape
      if (!shape || upload) continue
      const who = await insider(route)
      for (const field of Object.keys(shape)) {
        const { status, body: answer } = await raw(who, method, path, JSON.stringify({ [field]: { $gt: '' } }))
        expect([path, field, status]).toEqual([path, field, 400])
        expect(answer.error.field).toMatch(/^body/)
      }
    }
    for (const query of ['search[$ne]=x', 'search[$regex]=.*', 'page[$gt]=0', 'search=a&search=b']) {
      expect((await court.call('owner', 'GET', `/cases?${query}`)).status).toBe(400)
    }
  })

  it('in a path is refused by its form, or answered like anything that is not there', async () => {
    for (const path of ['/cases/..%2f..%2fetc', '/cases/%7B%22$gt%22:%22%22%7D', `/threads/${CASE}/p_x`, `/threads/${CASE}/${court.id('owner')}/attachments/__proto__`]) {
      expect([400, 404]).toContain((await court.call('owner', 'GET', path)).status)
    }
  })

  it('in an upload that breaks off half-way harms nobody', async () => {
    const token = await court.tokenOf('owner')
    const { request } = await import('node:http')
    await new Promise<void>((resolve) => {
      const upload = request(`${court.origin}/api/v1${target('/threads/:caseId/:personId/attachments')}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': '100000' },
      })
      upload.on('error', () => resolve())
      upload.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf')
      setTimeout(() => upload.destroy(), 50)
    })
    expect((await court.call('owner', 'GET', '/me')).status).toBe(200)
    const files = await court.connection.db!.collection('attachments.files').countDocuments()
    expect(files).toBe(0)
  })

  it('too often is 429 with the seconds to wait', async () => {
    // The limits of the test court are generous; one text message a minute to one phone is a rule of its own.
    const ask = () => court.call('anyone', 'POST', '/auth/sms', { phone: '13900000042', code: '000000' })
    let last = await ask()
    for (let i = 0; i < 20 && last.status !== 429; i++) last = await ask()
    expect([last.status, Number(last.headers.get('retry-after')) > 0]).toEqual([429, true])
  })
})
