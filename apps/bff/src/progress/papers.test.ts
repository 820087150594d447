import { caseChain } from '@zhixin/shared/ids'
import { form as upload, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')
const FIELDS = { way: '当面', interviewer: '某法官', told_items: '执行情况、终本依据', opinion: '同意' }

describe('the signed paper that a node rests on', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  const at = (path = '') => `/cases/${caseId}/progress${path}`
  const today = () => court.clock.now().toISOString().slice(0, 10)
  const put = (who: Persona, bytes: Buffer, name: string, kind = 'picture') => court.call(who, 'POST', at('/papers'), upload(bytes, name, { kind }))
  const record = (who: Persona, what: string, more: object) => court.call(who, 'POST', at('/nodes'), { commandId: newCommandId(), what, on: today(), ...more })
  const errorOf = ({ status, body }: Awaited<ReturnType<typeof record>>) => [status, body.error?.code, body.error?.field]
  const signers = () => [court.id('owner'), court.id('opponent')]

  it('is uploaded, and the record commits to its bytes; a repeat is the same; whoever reads the case reads it', async () => {
    const { id } = (await put('officer', PNG, '笔录.png')).body.data
    const body = { commandId: newCommandId(), what: 'termination_interview', on: today(), fields: FIELDS, evidence: [{ id, name: '笔录.png', kind: 'picture' }] }
    expect((await court.call('leader', 'GET', at(`/papers/${id}`))).status).toBe(404)
    const [first, again] = [await court.call('officer', 'POST', at('/nodes'), body), await court.call('officer', 'POST', at('/nodes'), body)]
    expect([first.status, again.body.data]).toEqual([200, first.body.data])
    const entry = (await court.rooms.log.list(caseChain(caseId))).find(({ type }) => type === 'node.recorded')!
    expect(entry).toMatchObject({ attachments: [{ id, type: 'image/png' }], body: { evidence: [{ id }] } })
    expect(entry.attachments[0]!.sm3).toBe(await court.rooms.attachments.storedSm3(caseChain(caseId), id))
    expect(await court.rooms.isFiled(caseChain(caseId), id)).toBe(true)
    for (const who of ['officer', 'judge', 'leader'] as const) expect((await court.call(who, 'GET', at(`/papers/${id}`))).status).toBe(200)
    const { records } = (await court.call('officer', 'GET', at())).body.data
    expect(records[0]).toMatchObject({ what: 'termination_interview', evidence: [{ id, name: '笔录.png' }] })
  })
  it('without it, an interview or a settlement is not recorded; a number alone is no paper', async () => {
    expect(errorOf(await record('officer', 'termination_interview', { fields: FIELDS, papers: ['约谈笔录1'] }))).toEqual([409, 'progress.evidence_missing', 'body.evidence'])
    const checked = await court.call('officer', 'POST', at('/check'), { what: 'termination_interview', on: today(), fields: FIELDS })
    expect(checked.body.data.refused).toMatchObject({ code: 'progress.evidence_missing', field: 'body.evidence' })
    const text = (await put('officer', Buffer.from('不是照片的笔录，只是几行字。'), '笔录.txt', 'file')).body.data.id
    expect(errorOf(await record('officer', 'termination_interview', { fields: FIELDS, evidence: [{ id: text, name: '笔录.txt', kind: 'file' }] }))[1]).toBe('progress.evidence_unknown')
  })
  it('a settlement is signed by both sides', async () => {
    const { id } = (await put('judge', PDF, '和解协议.pdf', 'file')).body.data
    const evidence = [{ id, name: '和解协议.pdf', kind: 'file' }]
    expect(errorOf(await record('judge', 'settlement_agreement', { evidence, signedBy: [court.id('owner')] }))).toEqual([409, 'progress.signature_missing', 'body.signedBy'])
    expect((await record('judge', 'settlement_agreement', { evidence, signedBy: signers() })).status).toBe(200)
    const { likely, others } = (await court.call('officer', 'GET', at('/templates'))).body.data
    const template = [...likely, ...others].find(({ what }: { what: string }) => what === 'settlement_agreement')
    expect(template).toMatchObject({ needs: { paper: true }, oneTap: false, signers: [{ side: 'applicant' }, { side: 'respondent' }] })
  })
  it('may stand in the file already: the record names the entry and its hash; what was sealed, has no paper or is another case’s is none', async () => {
    const thread = `/threads/${caseId}/${court.id('owner')}`
    const send = async (more: object = {}): Promise<number> =>
      (await court.call('owner', 'POST', `${thread}/messages`, { clientMessageId: newCommandId(), text: '双方签好的和解协议', ...more })).body.data.index
    const file = (await court.call('owner', 'POST', `${thread}/attachments`, upload(PNG, '和解协议.png', { kind: 'picture' }))).body.data.id
    const plain = await send()
    const index = await send({ attachments: [{ id: file, name: '和解协议.png', kind: 'picture' }] })
    const { papers } = (await court.call('officer', 'GET', at('/papers'))).body.data
    expect(papers).toEqual([{ personId: court.id('owner'), personName: '当事人1号', index, at: expect.any(String), names: ['和解协议.png'] }])
    const settle = (of: number, personId = court.id('owner'), fields: object = {}) =>
      record('officer', 'settlement_agreement', { filedIn: { personId, index: of }, signedBy: signers(), fields })
    for (const none of [await settle(plain), await settle(index + 9), await settle(index, court.id('opponent'))]) {
      expect(errorOf(none)).toEqual([409, 'progress.evidence_unknown', 'body.filedIn'])
    }
    await court.call('owner', 'POST', `${thread}/messages/${index}/seal-request`, { commandId: newCommandId(), reason: 'wrong_case' })
    expect((await settle(index)).status).toBe(200)
    expect((await court.rooms.log.list(caseChain(caseId))).at(-1)).toMatchObject({ body: { filedIn: { index }, filedHash: expect.stringMatching(/^[0-9a-f]{64}$/) } })
    await court.call('leader', 'POST', `${thread}/messages/${index}/seal-request/approval`, { commandId: newCommandId() })
    expect((await court.call('officer', 'GET', at('/papers'))).body.data.papers).toEqual([])
    expect(errorOf(await settle(index, court.id('owner'), { performed_by: '2026-12-01' }))[1]).toBe('progress.evidence_unknown')
  })
  it('is nobody’s but who handles the case: others upload and read none, and an upload of another case is none', async () => {
    const { id } = (await put('officer', PNG, '笔录.png')).body.data
    const statuses = async (...who: Persona[]) => Promise.all(who.map(async (one) => {
      const [up, list, bytes] = [await put(one, PNG, '笔录.png'), await court.call(one, 'GET', at('/papers')), await court.call(one, 'GET', at(`/papers/${id}`))]
      return [up.status, list.status, bytes.status]
    }))
    expect(await statuses('anyone', 'owner', 'opponent', 'leader', 'stranger')).toEqual([[401, 401, 401], [403, 403, 403], [403, 403, 403], [403, 403, 404], [404, 404, 404]])
    const evidence = [{ id, name: '笔录.png', kind: 'picture' }]
    expect(errorOf(await record('judge', 'termination_interview', { fields: FIELDS, evidence }))[1]).toBe('messaging.attachment_unknown')
    caseId = await court.newCase()
    expect(errorOf(await record('officer', 'termination_interview', { fields: FIELDS, evidence }))[1]).toBe('messaging.attachment_unknown')
  })
  it('an end of enforcement rests on an interview that was held', async () => {
    const back = court.later({ days: 100 })
    const approval = { role: 'court_president', name: '某院长', on: today(), paper: '终本审批1号' }
    const end = () => record('officer', 'terminate_this_execution', { fields: { consent: '已书面同意' }, approval })
    expect(errorOf(await end())[1]).toBe('progress.interview_missing')
    const { id } = (await put('officer', PNG, '笔录.png')).body.data
    await record('officer', 'termination_interview', { fields: FIELDS, evidence: [{ id, name: '笔录.png', kind: 'picture' }] })
    // What else has to be there, or be explained, is the evidence sheet's to say.
    expect(errorOf(await end())[1]).toBe('progress.sheet_red')
    for (const check of [1, 5, 7, 10]) {
      await court.call('officer', 'POST', `/cases/${caseId}/termination/checks/${check}/reason`, { commandId: newCommandId(), text: '材料在纸质卷宗' })
    }
    expect((await end()).status).toBe(200)
    back()
  })
})
