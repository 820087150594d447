import { caseChain, requestChain } from '@zhixin/shared/ids'
import WebSocket from 'ws'
import { changeStanding, registerCase } from '../cases'
import { CASE, form, message, newCommandId, openTestCourt, OTHER_CASE, type Persona, PNG, TEAM, type TestCourt } from '../test-support/court'
import { askToStand } from '../test-support/standing'
import { tellRequests } from './grants'

const COMPANY_CODE = '91350100M000100Y43'
/** In form only; of no unit there is. */
const BUYER_CODE = '91000000XUG0U0001U'
const FIRST = '（2026）虚01执1号'
let serial = 0

/** What somebody hears over a socket of their own. */
async function listen(court: TestCourt, who: Persona): Promise<{ heard: { type: string }[]; until(type: string): Promise<void>; close(): void }> {
  const token = await court.tokenOf(who)
  const socket = new WebSocket(court.socketUrl)
  const heard: { type: string }[] = []
  const wait = new Set<() => void>()
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)))
    wait.forEach((look) => look())
  })
  socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
  const until = (type: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!heard.some((frame) => frame.type === type)) return
        wait.delete(look)
        resolve()
      }
      wait.add(look)
      look()
    })
  await until('ready')
  return { heard, until, close: () => socket.terminate() }
}

describe('standing for a party', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  const ask = (who: Persona, asked: object) => askToStand(court, who, asked)
  const grant = (who: Persona, requestId: string, more: object = {}) =>
    court.call(who, 'POST', `/standing-requests/${requestId}/grant`, { commandId: newCommandId(), ...more })
  const refuse = (who: Persona, requestId: string, more: object = {}) =>
    court.call(who, 'POST', `/standing-requests/${requestId}/refusal`, { commandId: newCommandId(), reason: '委托书没有签名', ...more })
  const look = async (who: Persona, requestId: string) => (await court.call(who, 'GET', `/standing-requests/${requestId}`)).body
  const mine = async (who: Persona) => (await court.call(who, 'GET', '/standing-requests')).body.data.requests as { requestId: string; status: string }[]
  const standing = async (who: Persona, caseId: string) => (await court.call(who, 'GET', `/cases/${caseId}/standing`)).body.data.parties
  const send = (who: Persona, caseId: string, more: object = {}) => court.call(who, 'POST', `/threads/${caseId}/${court.id(who)}/messages`, message('到哪一步了？', more))

  /** A case of a company against the opponent; what it is called is its own. */
  async function companyCase(more: object = {}): Promise<{ caseId: string; caseNumber: string; companyId: string; companyName: string }> {
    const n = ++serial
    const caseId = `c_company${String(n).padStart(4, '0')}`
    const caseNumber = `（2026）虚01执${5000 + n}号`
    const companyName = `虚构示范有限公司${n}`
    const companyId = await court.rooms.identity.people.import({ name: companyName, identityNumber: n === 1 ? COMPANY_CODE : `0000000000000000${n}`, phones: [] })
    await registerCase(court.rooms.log, {
      caseId, caseNumber, cause: '买卖合同纠纷', filedOn: '2026-02-01', department: TEAM, officerIds: [court.id('officer')], judgeId: court.id('judge'),
      participants: [
        { personId: companyId, side: 'applicant', role: 'principal', form: 'unit' },
        { personId: court.id('opponent'), side: 'respondent', role: 'principal' },
      ],
      ...more,
    })
    return { caseId, caseNumber, companyId, companyName }
  }

  it('an agent asks, the officer grants, and the case is open to them; the principal sees who acts for them, the opponent does not', async () => {
    const { requestId } = await ask('outsider', { caseNumber: '(2026)虚01执1号', partyName: '当事人1号' })
    expect((await court.call('outsider', 'GET', `/cases/${CASE}`)).status).toBe(404)
    const seen = await look('officer', requestId)
    expect(seen.data.court).toMatchObject({ askerName: '当事人4号', case: { caseId: CASE } })
    expect(seen.data.court.case.parties).toEqual(expect.arrayContaining([expect.objectContaining({ partyId: court.id('owner'), isNamed: true })]))
    expect(seen.can).toEqual({ withdraw: false, refuse: true, grant: true, atDesk: false })
    const phone = await listen(court, 'outsider')
    const others = await Promise.all((['opponent', 'agent'] as const).map((who) => listen(court, who)))
    expect((await grant('officer', requestId, { partyId: court.id('owner') })).status).toBe(200)
    await phone.until('cases_changed')
    await court.settled()
    for (const one of [phone, ...others]) one.close()
    expect(others.map(({ heard }) => heard.map(({ type }) => type))).toEqual([['ready'], ['ready']])
    await court.settled()
    expect((await court.call('outsider', 'GET', `/cases/${CASE}`)).body.data.myRole).toBe('申请执行人的委托代理人（特别授权）')
    expect((await look('outsider', requestId)).data).toMatchObject({ status: 'granted', caseId: CASE, court: null })
    const [party] = await standing('owner', CASE)
    expect(party.people.map(({ name, isCurrent }: { name: string; isCurrent: boolean }) => [name, isCurrent])).toEqual(
      expect.arrayContaining([['当事人4号', true], ['当事人2号', true], ['当事人1号', true]]),
    )
    expect(party.people.every(({ evidence }: { evidence: unknown }) => evidence === null)).toBe(true)
    // An agent sees themselves alone, the other side its own party.
    expect((await standing('outsider', CASE)).flatMap(({ people }: { people: { name: string }[] }) => people.map(({ name }) => name))).toEqual(['当事人4号'])
    expect(JSON.stringify(await standing('opponent', CASE))).not.toContain('当事人4号')
    const ofStaff = (await standing('officer', CASE)).flatMap(({ people }: { people: object[] }) => people)
    expect(ofStaff).toContainEqual(expect.objectContaining({ name: '当事人4号', evidence: { kind: 'authority_letter', note: '', requestId, approvedBy: '工作人员0号' } }))
    // The principal is told in their own thread; nobody else is.
    const told = async (who: Persona) => JSON.stringify((await court.call(who, 'GET', `/threads/${CASE}/${court.id(who)}/entries`)).body)
    expect(await told('owner')).toContain('standing.changed')
    expect(await told('opponent')).not.toContain('standing.changed')
  })

  it('tells nobody whether there is such a case or party', async () => {
    const real = await ask('coparty', { caseNumber: FIRST, partyName: '当事人1号' })
    const unreal = await ask('coparty', { caseNumber: '（2026）虚01执98765号', partyName: '当事人1号' })
    const stranger = await ask('coparty', { caseNumber: FIRST, partyName: '某某人' })
    await court.settled()
    const shown = await Promise.all([real, unreal, stranger].map(async ({ requestId, pictureId }) =>
      JSON.stringify(await look('coparty', requestId)).replaceAll(requestId, 'r').replaceAll(pictureId, 'a').replace(/（2026）虚01执\d+号/, 'n').replace(/"partyName":"[^"]+"/, 'p')))
    expect(new Set(shown).size).toBe(1)
    expect(shown[0]).toContain('"case') // caseId, which is null
    expect(shown[0]).not.toMatch(/c_case|p_/)
    // What the court does with what fits no case: the window sees it, and can only say no.
    expect((await court.call('window', 'GET', '/window/standing-requests')).body.data.requests.map((one: { requestId: string }) => one.requestId)).toContain(unreal.requestId)
    expect((await court.call('officer', 'GET', '/standing-requests')).body.data.requests.map((one: { requestId: string }) => one.requestId)).not.toContain(unreal.requestId)
    expect((await look('officer', unreal.requestId)).error.code).toBe('input.not_found')
    expect((await look('window', unreal.requestId)).can.grant).toBe(false)
    expect((await grant('window', unreal.requestId, { partyId: court.id('owner'), documentsInHand: true })).body.error.code).toBe('standing.party_unknown')
    for (const { requestId } of [real, unreal, stranger]) expect((await refuse('window', requestId, { documentsInHand: true })).status).toBe(200)
    await court.settled()
    expect((await mine('coparty')).map(({ status }) => status)).toEqual(['refused', 'refused', 'refused'])
  })

  it('has a clock; not only the officer can decide, and the window only with the documents in hand', async () => {
    const caseId = await court.newCase()
    const { caseNumber } = (await court.call('officer', 'GET', `/cases/${caseId}`)).body.data
    const { requestId } = await ask('outsider', { caseNumber, partyName: '当事人1号' })
    await court.settled()
    const { targetAt, court: view } = (await look('leader', requestId)).data
    // Tuesday, two working days: the end of Thursday; the alarm on the Tuesday after.
    expect([targetAt, view.alarmAt, view.isLate]).toEqual(['2026-03-12T16:00:00.000Z', '2026-03-17T16:00:00.000Z', false])
    const back = court.later({ days: 9 })
    const late = (await court.call('leader', 'GET', '/standing-requests')).body.data.requests.find((one: { requestId: string }) => one.requestId === requestId)
    expect(late.court.isLate).toBe(true)
    back()
    expect((await grant('stranger', requestId, { partyId: court.id('owner') })).status).toBe(404)
    expect((await grant('window', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.documents_needed')
    const twice = { commandId: newCommandId(), partyId: court.id('owner'), documentsInHand: true }
    expect((await court.call('window', 'POST', `/standing-requests/${requestId}/grant`, twice)).status).toBe(200)
    // Whoever has granted finds it so at once.
    expect((await look('window', requestId)).data.status).toBe('granted')
    expect((await court.call('window', 'POST', `/standing-requests/${requestId}/grant`, twice)).status).toBe(200)
    expect((await grant('officer', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.already_decided')
    expect((await refuse('officer', requestId)).body.error.code).toBe('standing.already_decided')
    const began = (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => type === 'relation.began')
    expect(began).toHaveLength(1)
    expect(began[0]).toMatchObject({ actor: { kind: 'staff', id: court.id('window'), role: 'window' }, body: { evidence: { requestId, note: '窗口核验原件' } } })
  })

  it('never stays granted in the one chain and open in the other: what the request’s chain says follows from the case’s', async () => {
    const caseId = await court.newCase()
    const { caseNumber } = (await court.call('officer', 'GET', `/cases/${caseId}`)).body.data
    const { requestId } = await ask('outsider', { caseNumber, partyName: '当事人1号' })
    await court.settled()
    await grant('judge', requestId, { partyId: court.id('owner') })
    // Taken back in the very moment: either it is refused, or the grant stands over it.
    await court.call('outsider', 'POST', `/standing-requests/${requestId}/withdrawal`, { commandId: newCommandId() })
    await court.settled()
    expect((await look('outsider', requestId)).data.status).toBe('granted')
    const granted = (await court.rooms.log.list(requestChain(requestId))).filter(({ type }) => type === 'standing.granted')
    expect(granted).toHaveLength(1)
    // The tail comes by once more, as after a crash.
    await tellRequests(court.rooms.log, await court.rooms.log.list(caseChain(caseId)))
    expect((await court.rooms.log.list(requestChain(requestId))).filter(({ type }) => type === 'standing.granted')).toHaveLength(1)
  })

  it('nobody stands on both sides, or asks for somebody else’s request', async () => {
    const { requestId, pictureId } = await ask('opponent', { caseNumber: FIRST, partyName: '当事人1号' })
    await court.settled()
    expect((await grant('officer', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.both_sides')
    for (const who of ['owner', 'agent', 'coparty'] as const) {
      expect((await look(who, requestId)).error.code).toBe('input.not_found')
      expect((await court.call(who, 'GET', `/standing-requests/${requestId}/attachments/${pictureId}`)).status).toBe(404)
      expect((await court.call(who, 'POST', `/standing-requests/${requestId}/withdrawal`, { commandId: newCommandId() })).status).toBe(404)
    }
    const picture = await court.call('officer', 'GET', `/standing-requests/${requestId}/attachments/${pictureId}`)
    expect([picture.status, picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([200, 'image/png', 'private, no-store'])
    expect((await court.call('opponent', 'POST', `/standing-requests/${requestId}/withdrawal`, { commandId: newCommandId() })).status).toBe(200)
    await court.settled()
    expect((await mine('opponent'))[0]).toMatchObject({ requestId, status: 'withdrawn' })
  })

  it('refuses what does not fit in form, and another’s pictures', async () => {
    const post = (who: Persona, body: object) => court.call(who, 'POST', '/standing-requests', { commandId: newCommandId(), kind: 'stand', caseNumber: FIRST, partyName: '当事人1号', ...body })
    expect((await post('owner', { standing: 'self' })).status).toBe(400)
    expect((await post('owner', { standing: 'agent' })).body.error.code).toBe('standing.authority_needed')
    expect((await post('owner', { standing: 'unit_handler', unitCode: COMPANY_CODE.replace('Y43', 'Y44') })).body.error.code).toBe('standing.unit_code_wrong')
    expect((await post('owner', { standing: 'guardian', until: '2026-01-01T00:00:00.000Z' })).body.error.code).toBe('standing.until_passed')
    const commandId = newCommandId()
    const uploaded = await court.call('agent', 'POST', `/standing-requests/${commandId}/attachments`, form(PNG, 'a.png', { kind: 'picture' }))
    const stolen = { commandId, standing: 'guardian', attachments: [uploaded.body.data.id] }
    expect((await post('owner', stolen)).body.error.code).toBe('messaging.attachment_unknown')
    expect((await post('officer', { standing: 'guardian' })).status).toBe(403)
    expect((await post('anyone', { standing: 'guardian' })).status).toBe(401)
  })

  it('a lawyer whose authority ended an hour ago, with the app open: nothing more, while the principal keeps what was said', async () => {
    const caseId = await court.newCase()
    const agent = (await standing('owner', caseId))[0].people.find(({ name }: { name: string }) => name === '当事人2号')
    expect((await send('agent', caseId)).status).toBe(200)
    const phone = await listen(court, 'agent')
    const asked = await court.call('owner', 'POST', '/standing-requests', { commandId: newCommandId(), kind: 'end', caseId, relationId: agent.relationId, note: '已解除委托' })
    await court.settled()
    expect((await look('officer', asked.body.data.requestId)).data).toMatchObject({ kind: 'end', ends: { personName: '当事人2号', because: 'revoked' } })
    expect((await grant('officer', asked.body.data.requestId)).status).toBe(200)
    await phone.until('access_ended')
    const before = phone.heard.length
    const back = court.later({ minutes: 60 })
    for (const target of [`/cases/${caseId}`, `/threads/${caseId}/${court.id('agent')}`, `/threads/${caseId}/${court.id('agent')}/entries`, `/cases/${caseId}/standing`]) {
      expect((await court.call('agent', 'GET', target)).status).toBe(404)
    }
    expect((await send('agent', caseId)).status).toBe(404)
    expect((await court.call('agent', 'GET', '/cases')).body.data.cases.map((one: { caseId: string }) => one.caseId)).not.toContain(caseId)
    await court.call('officer', 'POST', `/threads/${caseId}/${court.id('agent')}/messages`, message('请来领款', { offHoursReason: '急' }))
    await court.settled()
    expect(phone.heard.slice(before)).toEqual([])
    phone.close()
    // The principal reads on, and cannot write there.
    const [party] = await standing('owner', caseId)
    expect(party.people.find(({ name }: { name: string }) => name === '当事人2号')).toMatchObject({ isCurrent: false, keepsThread: true, mayAskEnd: false })
    const kept = await court.call('owner', 'GET', `/threads/${caseId}/${court.id('agent')}`)
    expect([kept.status, kept.body.can.send]).toEqual([200, false])
    expect((await court.call('owner', 'POST', `/threads/${caseId}/${court.id('agent')}/messages`, message('我来写'))).status).toBe(403)
    expect((await court.call('opponent', 'GET', `/threads/${caseId}/${court.id('agent')}`)).status).toBe(404)
    back()
  })

  it('expiry ends access at the instant, and is said once, also after the server was away', async () => {
    const caseId = await court.newCase()
    const { caseNumber } = (await court.call('officer', 'GET', `/cases/${caseId}`)).body.data
    const until = '2026-03-11T02:00:00.000Z'
    const { requestId } = await ask('outsider', { caseNumber, partyName: '当事人1号', until })
    await court.settled()
    await grant('officer', requestId, { partyId: court.id('owner') })
    await court.settled()
    expect((await send('outsider', caseId)).status).toBe(200)
    const phone = await listen(court, 'outsider')
    const back = court.later({ days: 3 })
    expect((await send('outsider', caseId)).status).toBe(404)
    expect(await court.rooms.cases.endExpired()).toBeGreaterThan(0)
    await phone.until('access_ended')
    phone.close()
    await court.settled()
    expect(await court.rooms.cases.endExpired()).toBe(0)
    const ended = (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => type === 'relation.ended')
    expect(ended.map(({ body }) => (body as { because: string }).because)).toEqual(['expired'])
    const thread = await court.call('owner', 'GET', `/threads/${caseId}/${court.id('owner')}/entries`)
    expect(JSON.stringify(thread.body)).toContain('"because":"expired"')
    back()
  })

  it('a company has a second 经办人; each writes for it, and one does not read the other', async () => {
    const { caseId, caseNumber, companyId, companyName } = await companyCase()
    const handler = async (who: Persona) => {
      const { requestId } = await ask(who, { caseNumber, partyName: companyName, standing: 'unit_handler', authority: undefined, unitCode: COMPANY_CODE })
      await court.settled()
      const [party] = (await look('officer', requestId)).data.court.case.parties
      expect(party).toMatchObject({ partyId: companyId, form: 'unit', isNamed: true, hasCode: true })
      expect((await grant('officer', requestId, { partyId: companyId })).status).toBe(200)
      await court.settled()
    }
    await handler('owner')
    await handler('outsider')
    expect((await court.call('outsider', 'GET', `/cases/${caseId}`)).body.data.myRole).toBe('申请执行人的经办人')
    expect((await send('owner', caseId)).status).toBe(200)
    expect((await send('outsider', caseId, { mark: 'settlement' })).status).toBe(200)
    expect((await court.call('outsider', 'GET', `/threads/${caseId}/${court.id('owner')}`)).status).toBe(404)
    // The first leaves the company; what they wrote stays with it, for the second.
    const [party] = await standing('outsider', caseId)
    const first = party.people.find(({ name }: { name: string }) => name === '当事人1号')
    expect(party.people).toHaveLength(2)
    const gone = { commandId: newCommandId(), because: 'resigned', note: '单位来函更换经办人' }
    expect((await court.call('stranger', 'POST', `/cases/${caseId}/standing/${first.relationId}/end`, gone)).status).toBe(404)
    expect((await court.call('outsider', 'POST', `/cases/${caseId}/standing/${first.relationId}/end`, gone)).status).toBe(403)
    expect((await court.call('officer', 'POST', `/cases/${caseId}/standing/${first.relationId}/end`, gone)).status).toBe(200)
    expect((await court.call('owner', 'GET', `/cases/${caseId}`)).status).toBe(404)
    expect((await court.call('outsider', 'GET', `/threads/${caseId}/${court.id('owner')}`)).status).toBe(200)
    await court.settled()
  })

  it('an heir takes the party’s place by a ruling, which only a judge or the director acts on; the party’s agent is out', async () => {
    const caseId = await court.newCase()
    const { caseNumber } = (await court.call('officer', 'GET', `/cases/${caseId}`)).body.data
    await send('owner', caseId)
    const { requestId } = await ask('coparty', { caseNumber, partyName: '当事人1号', standing: 'successor', authority: undefined, note: '变更裁定' })
    await court.settled()
    for (const who of ['officer', 'leader'] as const) expect((await grant(who, requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.judge_required')
    expect((await grant('window', requestId, { partyId: court.id('owner'), documentsInHand: true })).body.error.code).toBe('standing.judge_required')
    expect((await look('officer', requestId)).can).toMatchObject({ grant: false, refuse: true })
    const phone = await listen(court, 'agent')
    expect((await grant('judge', requestId, { partyId: court.id('owner'), note: '（2026）虚01执异1号裁定' })).status).toBe(200)
    await phone.until('access_ended')
    phone.close()
    await court.settled()
    const heirs = (await court.call('coparty', 'GET', `/cases/${caseId}`)).body.data
    expect(heirs.myRole).toBe('申请执行人（变更）')
    expect(heirs.parties.map(({ name }: { name: string }) => name)).toEqual(['当事人3号', '当事人5号'])
    for (const who of ['owner', 'agent'] as const) expect((await court.call(who, 'GET', `/cases/${caseId}`)).status).toBe(404)
    // What the deceased wrote may be about the heir.
    expect((await court.call('coparty', 'GET', `/threads/${caseId}/${court.id('owner')}`)).status).toBe(404)
    const told = JSON.stringify((await court.call('coparty', 'GET', `/threads/${caseId}/${court.id('coparty')}/entries`)).body)
    expect(told).toContain('"change":"began"')
    expect((await send('coparty', caseId)).status).toBe(200)
  })

  /** A case of its own, by its number too. */
  async function aCase(): Promise<{ caseId: string; caseNumber: string }> {
    const caseId = await court.newCase()
    await court.settled()
    return { caseId, caseNumber: (await court.call('officer', 'GET', `/cases/${caseId}`)).body.data.caseNumber }
  }
  /** Asks, and is granted or not: what the answer was. */
  async function come(who: Persona, by: Persona, asked: object, said: object): Promise<{ requestId: string; status: number; code: string | undefined }> {
    const { requestId } = await ask(who, asked)
    await court.settled()
    const { status, body } = await grant(by, requestId, said)
    await court.settled()
    return { requestId, status, code: body.error?.code }
  }
  const heirOf = (caseNumber: string, more: object = {}): object => ({ caseNumber, partyName: '当事人1号', standing: 'successor', authority: undefined, ...more })
  const endAs = (by: Persona, caseId: string, relationId: string, because: string) =>
    court.call(by, 'POST', `/cases/${caseId}/standing/${relationId}/end`, { commandId: newCommandId(), because, note: '登记时看错了案卷' })
  const relationOf = (requestId: string): string => requestId.replace(/^r_/, 'l_')
  const partiesOf = async (who: Persona, caseId: string) => ((await court.call(who, 'GET', `/cases/${caseId}`)).body.data.parties as { name: string }[]).map(({ name }) => name)
  const entriesOf = async (caseId: string, ...types: string[]) => (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => types.includes(type))

  it('a second heir takes the same place beside the first; neither reads the other, the deceased, or hears of the other', async () => {
    const { caseId, caseNumber } = await aCase()
    await send('owner', caseId)
    expect(await come('heir', 'judge', heirOf(caseNumber), { partyId: court.id('owner') })).toMatchObject({ status: 200 })
    await send('heir', caseId)
    const threadOf = async (who: Persona): Promise<string> => (await court.call(who, 'GET', `/threads/${caseId}/${court.id(who)}/entries`)).text
    await court.settled()
    const [before, phone] = [await threadOf('heir'), await listen(court, 'heir')]

    const { requestId } = await ask('coparty', heirOf(caseNumber))
    const agents = await ask('special', { caseNumber, partyName: '当事人1号' })
    await court.settled()
    const namesIn = async (id: string) => (await look('judge', id)).data.court.case.parties.map(({ name, isReplaced, successors }: Record<string, unknown>) => [name, isReplaced, successors])
    expect(await namesIn(requestId)).toEqual([['当事人1号', true, ['当事人8号']], ['当事人3号', false, []], ['当事人8号', false, []]])
    // For anybody else the party whose place was taken is not there.
    expect((await namesIn(agents.requestId)).map(([name]: unknown[]) => name)).toEqual(['当事人3号', '当事人8号'])
    expect((await grant('judge', agents.requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.party_unknown')
    expect((await grant('officer', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.judge_required')
    const coming = await listen(court, 'coparty')
    const twice = { commandId: newCommandId(), partyId: court.id('owner') }
    for (let i = 0; i < 2; i++) expect((await court.call('judge', 'POST', `/standing-requests/${requestId}/grant`, twice)).status).toBe(200)
    await coming.until('cases_changed')
    coming.close()
    expect((await grant('director', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.already_decided')
    await court.settled()
    expect((await entriesOf(caseId, 'party.replaced', 'party.added')).map(({ type, body }) => [type, body.succeeds])).toEqual([['party.replaced', undefined], ['party.added', court.id('owner')]])
    expect((await look('coparty', requestId)).data).toMatchObject({ status: 'granted', caseId })

    expect((await send('coparty', caseId)).status).toBe(200)
    await court.settled()
    for (const who of ['heir', 'coparty'] as const) {
      expect(await partiesOf(who, caseId)).toEqual(['当事人3号', '当事人8号', '当事人5号'])
      expect((await court.call(who, 'GET', `/cases/${caseId}`)).body.data).toMatchObject({ myRole: '申请执行人（变更）', mySide: 'applicant' })
      for (const other of ['owner', 'agent', 'heir', 'coparty'] as const) {
        const pages = await Promise.all(['', '/entries'].map((page) => court.call(who, 'GET', `/threads/${caseId}/${court.id(other)}${page}`)))
        expect(pages.map(({ status }) => status)).toEqual(other === who ? [200, 200] : [404, 404])
      }
      expect((await standing(who, caseId)).map(({ name, succeeds }: Record<string, unknown>) => [name, succeeds])).toEqual([[who === 'heir' ? '当事人8号' : '当事人5号', '当事人1号']])
    }
    expect(await threadOf('heir')).toBe(before)
    expect(phone.heard.map(({ type }) => type)).toEqual(['ready'])
    phone.close()
    const shown = (await standing('officer', caseId)).map(({ name, isReplaced, succeeds }: Record<string, unknown>) => [name, isReplaced, succeeds])
    expect(shown).toEqual([['当事人1号', true, null], ['当事人8号', false, '当事人1号'], ['当事人5号', false, '当事人1号'], ['当事人3号', false, null]])
    // Both are the other side of the opponent's proposals.
    const other = (await court.call('officer', 'GET', `/threads/${caseId}/${court.id('opponent')}/other-side`)).body.data.people
    expect(other.map(({ name }: { name: string }) => name).sort()).toEqual(['当事人5号', '当事人8号'])
    expect((await refuse('judge', agents.requestId)).status).toBe(200)
    // Nor does what one of them wrote go to the other when they are one no longer.
    expect((await endAs('judge', caseId, (await standing('judge', caseId))[1].people[0].relationId, 'mistaken')).status).toBe(200)
    expect((await court.call('coparty', 'GET', `/threads/${caseId}/${court.id('heir')}`)).status).toBe(404)
  })

  it('two heirs granted at once: one takes the place, the other comes in beside', async () => {
    const { caseId, caseNumber } = await aCase()
    const requests = await Promise.all((['heir', 'coparty'] as const).map((who) => ask(who, heirOf(caseNumber))))
    await court.settled()
    const answers = await Promise.all(requests.map(({ requestId }, i) => grant(i === 0 ? 'judge' : 'director', requestId, { partyId: court.id('owner') })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect((await entriesOf(caseId, 'party.replaced', 'party.added')).map(({ type }) => type)).toEqual(['party.replaced', 'party.added'])
  })

  it('is added beside a party that stays, whose people stay too', async () => {
    const { caseId, caseNumber } = await aCase()
    expect(await come('heir', 'judge', heirOf(caseNumber), { partyId: court.id('owner'), beside: true })).toMatchObject({ status: 200 })
    expect(await partiesOf('owner', caseId)).toEqual(['当事人1号', '当事人3号', '当事人8号'])
    expect((await court.call('heir', 'GET', `/cases/${caseId}`)).body.data.myRole).toBe('申请执行人')
    expect((await send('agent', caseId)).status).toBe(200)
    expect((await court.call('owner', 'GET', `/threads/${caseId}/${court.id('heir')}`)).status).toBe(404)
  })

  it('a company that bought the claim takes the party’s place by its 经办人, with one entry; it is the same unit wherever its code stands', async () => {
    const { caseId, caseNumber } = await aCase()
    const unit = { unitName: '虚构受让(示范)有限公司', unitCode: BUYER_CODE }
    const post = (more: object) => court.call('clerk', 'POST', '/standing-requests', { commandId: newCommandId(), kind: 'stand', ...heirOf(caseNumber, more) })
    expect((await post({ unitName: unit.unitName })).body.error.code).toBe('standing.unit_code_wrong')
    expect((await post({ ...unit, unitCode: 'X' })).status).toBe(400)
    expect((await post({ ...unit, standing: 'guardian' })).body.error.code).toBe('standing.does_not_fit')
    const { requestId } = await ask('clerk', heirOf(caseNumber, unit))
    await court.settled()
    expect((await look('judge', requestId)).data).toMatchObject({ ...unit, court: { case: { parties: [{ name: '当事人1号', isNamed: true, hasCode: null }, {}] } } })
    expect((await grant('officer', requestId, { partyId: court.id('owner') })).body.error.code).toBe('standing.judge_required')
    const chain = (await court.rooms.log.list(caseChain(caseId))).length
    expect((await grant('judge', requestId, { partyId: court.id('owner') })).status).toBe(200)
    const after = await court.rooms.log.list(caseChain(caseId))
    const unitId = await court.rooms.identity.people.import({ name: '虚构受让（示范）有限公司', identityNumber: BUYER_CODE, phones: [] })
    expect(after.slice(chain)).toMatchObject([{
      type: 'party.replaced',
      body: { partyId: court.id('owner'), by: { partyId: unitId, form: 'unit', handler: { relationId: relationOf(requestId), personId: court.id('clerk') } }, evidence: { kind: 'ruling', requestId } },
    }])
    await court.settled()
    expect((await court.call('clerk', 'GET', `/cases/${caseId}`)).body.data.myRole).toBe('申请执行人的经办人')
    expect((await standing('officer', caseId))[1].people).toMatchObject([{ name: '当事人7号', standing: 'unit_handler', evidence: { kind: 'ruling', requestId, approvedBy: '工作人员1号' }, mayEnd: true }])
    expect((await send('clerk', caseId)).status).toBe(200)
    expect((await court.call('owner', 'GET', `/cases/${caseId}`)).status).toBe(404)
    // Its second 经办人 asks as any unit's does.
    const second = await ask('former', { caseNumber, partyName: '虚构受让（示范）有限公司', standing: 'unit_handler', authority: undefined, unitCode: BUYER_CODE })
    await court.settled()
    expect((await look('officer', second.requestId)).data.court.case.parties).toContainEqual(expect.objectContaining({ partyId: unitId, isNamed: true, hasCode: true }))
    expect((await grant('officer', second.requestId, { partyId: unitId })).status).toBe(200)
    // Under another name the code is somebody else's: nothing comes of it.
    const other = await aCase()
    expect(await come('clerk', 'judge', heirOf(other.caseNumber, { ...unit, unitName: '另一家有限公司' }), { partyId: court.id('owner') }))
      .toMatchObject({ status: 409, code: 'standing.unit_name_differs' })
    expect(await entriesOf(other.caseId, 'party.replaced')).toEqual([])
  })

  it('a relation on the wrong side by the court’s mistake is undone, and its person comes to the right side', async () => {
    const { caseId, caseNumber } = await aCase()
    const wrong = await come('special', 'officer', { caseNumber, partyName: '当事人1号' }, { partyId: court.id('owner') })
    // As long as it stands, or has ended for another reason, it bars.
    const { requestId } = await ask('special', { caseNumber, partyName: '当事人3号' })
    await court.settled()
    expect((await grant('officer', requestId, { partyId: court.id('opponent') })).body.error.code).toBe('standing.both_sides')
    expect((await endAs('officer', caseId, relationOf(wrong.requestId), 'mistaken')).status).toBe(200)
    await court.settled()
    const shown = (await standing('officer', caseId))[0].people.find(({ name }: { name: string }) => name === '当事人6号')
    expect(shown).toMatchObject({ isCurrent: false, isMistaken: true })
    expect((await court.call('special', 'GET', `/cases/${caseId}`)).status).toBe(404)
    expect((await grant('officer', requestId, { partyId: court.id('opponent') })).status).toBe(200)
    await court.settled()
    expect((await court.call('special', 'GET', `/cases/${caseId}`)).body.data).toMatchObject({ myRole: '被执行人的委托代理人（特别授权）', mySide: 'respondent' })
    expect((await send('special', caseId)).status).toBe(200)
    // What they write now is nobody's on the side where they stood by mistake: not even once they have gone.
    expect((await endAs('officer', caseId, relationOf(requestId), 'revoked')).status).toBe(200)
    const reads = async (who: Persona) => (await court.call(who, 'GET', `/threads/${caseId}/${court.id('special')}`)).status
    expect([await reads('owner'), await reads('opponent')]).toEqual([404, 200])
  })

  it('a true relation ended “by mistake”, to switch sides with what was said: refused, whoever said it and whenever', async () => {
    const { caseId, caseNumber } = await aCase()
    const toOwner = { caseNumber, partyName: '当事人1号' }
    const write = (who: Persona) => court.call('officer', 'POST', `/threads/${caseId}/${court.id(who)}/messages`, message('请来领款'))
    const switched = async (who: Persona): Promise<string | undefined> =>
      (await come(who, 'judge', { caseNumber, partyName: '当事人3号' }, { partyId: court.id('opponent') })).code
    const endOf = ({ requestId }: { requestId: string }) => endAs('judge', caseId, relationOf(requestId), 'mistaken')
    // They wrote; they only read what the court wrote; the court wrote after the end.
    const wrote = await come('former', 'officer', toOwner, { partyId: court.id('owner') })
    await send('former', caseId)
    await endOf(wrote)
    expect(await switched('former')).toBe('standing.heard_there')
    const read = await come('special', 'officer', toOwner, { partyId: court.id('owner') })
    expect((await write('special')).status).toBe(200)
    await court.call('special', 'GET', `/threads/${caseId}/${court.id('special')}/entries`)
    await endOf(read)
    expect(await switched('special')).toBe('standing.heard_there')
    const late = await come('heir', 'officer', toOwner, { partyId: court.id('owner') })
    await endOf(late)
    expect((await send('heir', caseId)).status).toBe(404)
    expect((await write('heir')).status).toBe(200)
    expect(await switched('heir')).toBe('standing.heard_there')
    // They represented the party, and so could read what its agent of before had said.
    const guardian = await come('clerk', 'officer', { ...toOwner, standing: 'guardian', authority: undefined }, { partyId: court.id('owner') })
    expect((await court.call('clerk', 'GET', `/threads/${caseId}/${court.id('former')}`)).status).toBe(200)
    await endOf(guardian)
    expect(await switched('clerk')).toBe('standing.heard_there')
    // Back to where they were they may come.
    expect((await come('former', 'officer', toOwner, { partyId: court.id('owner') })).status).toBe(200)
    await court.settled()
    for (const { requestId } of (await court.call('judge', 'GET', '/standing-requests')).body.data.requests) await refuse('judge', requestId)
  })

  it('what is on its way to somebody when their standing is undone as a mistake has been said to them', async () => {
    const { caseId, caseNumber } = await aCase()
    const wrong = await come('special', 'officer', { caseNumber, partyName: '当事人1号' }, { partyId: court.id('owner') })
    const { requestId } = await ask('special', { caseNumber, partyName: '当事人3号' })
    const thread = `/threads/${caseId}/${court.id('opponent')}/messages`
    await court.call('opponent', 'POST', thread, message('我愿意分期', { mark: 'settlement' }))
    await court.call('officer', 'POST', `${thread}/0/consent-request`, { commandId: newCommandId() })
    await court.call('opponent', 'POST', `${thread}/0/consent`, { commandId: newCommandId() })
    await court.settled()
    const passed = await court.call('officer', 'POST', `${thread}/0/pass-on`, { commandId: newCommandId(), toPersonId: court.id('special'), text: '对方愿意分期履行。', settles: false })
    expect(passed.status).toBe(200)
    expect((await endAs('officer', caseId, relationOf(wrong.requestId), 'mistaken')).status).toBe(200)
    expect((await grant('officer', requestId, { partyId: court.id('opponent') })).body.error.code).toBe('standing.heard_there')
    expect((await refuse('officer', requestId)).status).toBe(200)
  })

  it('an heir entered by mistake is taken out by whoever enters parties, and the right one comes in', async () => {
    const { caseId, caseNumber } = await aCase()
    const wrong = await come('heir', 'judge', heirOf(caseNumber), { partyId: court.id('owner') })
    const relationId = relationOf(wrong.requestId)
    const mayEnd = async (who: Persona) => (await standing(who, caseId))[1].people[0].mayEnd
    expect([await mayEnd('officer'), await mayEnd('judge')]).toEqual([false, true])
    expect((await endAs('officer', caseId, relationId, 'mistaken')).body.error.code).toBe('standing.judge_required')
    expect((await endAs('judge', caseId, relationId, 'revoked')).body.error.code).toBe('standing.party_stays')
    const agent = await come('special', 'officer', { caseNumber, partyName: '当事人8号' }, { partyId: court.id('heir') })
    expect((await endAs('judge', caseId, relationId, 'mistaken')).body.error.code).toBe('standing.others_stand')
    expect((await endAs('officer', caseId, relationOf(agent.requestId), 'revoked')).status).toBe(200)
    expect((await endAs('judge', caseId, relationId, 'mistaken')).status).toBe(200)
    await court.settled()
    expect((await court.call('heir', 'GET', `/cases/${caseId}`)).status).toBe(404)
    expect(await partiesOf('opponent', caseId)).toEqual(['当事人3号'])
    expect((await standing('judge', caseId)).map(({ name, isMistaken }: Record<string, unknown>) => [name, isMistaken])).toEqual([['当事人1号', false], ['当事人8号', true], ['当事人3号', false]])
    expect(await come('coparty', 'judge', heirOf(caseNumber), { partyId: court.id('owner') })).toMatchObject({ status: 200 })
    expect(await partiesOf('opponent', caseId)).toEqual(['当事人3号', '当事人5号'])
    // Whose place was taken by mistake alone comes back to it, as the judge enters them.
    const other = await aCase()
    const { requestId } = await come('heir', 'judge', heirOf(other.caseNumber), { partyId: court.id('owner') })
    expect(await come('owner', 'judge', heirOf(other.caseNumber), { partyId: court.id('owner') })).toMatchObject({ status: 409, code: 'standing.already' })
    await endAs('judge', other.caseId, relationOf(requestId), 'mistaken')
    expect(await come('owner', 'judge', heirOf(other.caseNumber), { partyId: court.id('owner') })).toMatchObject({ status: 200 })
    expect((await court.call('owner', 'GET', `/cases/${other.caseId}`)).body.data.myRole).toBe('申请执行人')
    expect((await court.call('agent', 'GET', `/cases/${other.caseId}`)).status).toBe(404)
    expect(await partiesOf('opponent', other.caseId)).toEqual(['当事人3号', '当事人1号'])
    // Who was registered stays a party: the judge does not end that here.
    const registered = court.id('opponent').replace(/^p_/, 'l_')
    expect((await standing('judge', caseId)).at(-1).people[0]).toMatchObject({ relationId: registered, mayEnd: false })
  })

  it('an agent lays down what they are; a request about what has ended meanwhile is simply so', async () => {
    const caseId = await court.newCase()
    const [own] = (await standing('agent', caseId))[0].people
    expect(own).toMatchObject({ isMe: true, mayAskEnd: true })
    const body = { commandId: newCommandId(), kind: 'end', caseId, relationId: own.relationId }
    // The opponent does not even learn that there is such a relation; nobody asks a party away.
    expect((await court.call('opponent', 'POST', '/standing-requests', { ...body, commandId: newCommandId() })).status).toBe(404)
    const party = court.id('owner').replace(/^p_/, 'l_')
    expect((await court.call('owner', 'POST', '/standing-requests', { ...body, commandId: newCommandId(), relationId: party })).body.error.code).toBe('standing.party_stays')
    const { requestId } = (await court.call('agent', 'POST', '/standing-requests', body)).body.data
    expect((await court.call('agent', 'POST', '/standing-requests', body)).body.data.requestId).toBe(requestId)
    await court.settled()
    await changeStanding(court.rooms.log, {
      caseId, key: `test/${caseId}`, command: { type: 'EndRelation', ended: { relationId: own.relationId, because: 'court_system' } },
      by: () => ({ kind: 'system', id: 'court-system', role: 'import' }),
    })
    expect((await grant('officer', requestId)).status).toBe(200)
    await court.settled()
    expect((await look('agent', requestId)).data).toMatchObject({ status: 'granted', ends: { because: 'resigned' } })
  })

  it('an agent with general authority is not offered termination and settlement, and is refused them', async () => {
    const marks = async (who: Persona): Promise<string[]> =>
      (await court.call(who, 'GET', `/threads/${CASE}/${court.id(who)}`)).body.data.marks.map(({ mark }: { mark: string }) => mark)
    expect(await marks('agent')).not.toEqual(expect.arrayContaining(['settlement']))
    expect(await marks('agent')).not.toEqual(expect.arrayContaining(['termination_opinion']))
    expect(await marks('owner')).toEqual(expect.arrayContaining(['settlement', 'termination_opinion']))
    for (const mark of ['settlement', 'termination_opinion']) {
      const answer = await send('agent', CASE, { mark })
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'messaging.special_authority_required'])
      expect((await send('owner', CASE, { mark })).status).toBe(200)
    }
  })

  it('numbers of one matter: a participant sees those that are theirs, staff all; rights are not inherited', async () => {
    const matterId = 'g_matter0001'
    const first = await companyCase({ matterId, participants: [{ personId: court.id('owner'), side: 'applicant', role: 'principal' }, { personId: court.id('opponent'), side: 'respondent', role: 'principal' }] })
    const resumed = await companyCase({ matterId, caseNumber: '（2026）虚01执恢1号', participants: [{ personId: court.id('owner'), side: 'applicant', role: 'principal' }] })
    const objection = await companyCase({
      matterId, caseNumber: '（2026）虚01执异1号', department: '裁决团队', officerIds: [court.id('stranger')], judgeId: court.id('otherJudge'),
      participants: [{ personId: court.id('coparty'), side: 'applicant', role: 'principal' }],
    })
    await court.settled()
    const linked = async (who: Persona, caseId: string) => (await court.call(who, 'GET', `/cases/${caseId}`)).body.data.linked
    expect(await linked('owner', first.caseId)).toEqual([{ caseId: resumed.caseId, caseNumber: '（2026）虚01执恢1号', cause: '买卖合同纠纷' }])
    expect(await linked('opponent', first.caseId)).toEqual([])
    expect(await linked('officer', first.caseId)).toEqual([
      { caseId: null, caseNumber: '（2026）虚01执异1号', cause: '买卖合同纠纷' },
      { caseId: resumed.caseId, caseNumber: '（2026）虚01执恢1号', cause: '买卖合同纠纷' },
    ])
    expect((await court.call('opponent', 'GET', `/cases/${resumed.caseId}`)).status).toBe(404)
    expect((await court.call('officer', 'GET', `/cases/${objection.caseId}`)).status).toBe(404)
    expect(await linked('outsider', OTHER_CASE)).toEqual([])
  })

  it('whoever has bound once finds every case of theirs, later ones by themselves, on an open phone too', async () => {
    const { papersOf } = court
    const tokens = (await court.call('anyone', 'POST', '/auth/wechat', { code: court.wechatCode('wx-coparty') })).body.data
    const call = async (method: string, target: string, body?: object) => {
      const response = await fetch(`${court.origin}/api/v1${target}`, {
        method, headers: { Authorization: `Bearer ${tokens.accessToken}`, 'Content-Type': 'application/json' }, ...(body && { body: JSON.stringify(body) }),
      })
      return (await response.json()) as { data: { cases: { caseId: string; myRole: string }[] }; error?: { code: string } }
    }
    expect((await call('GET', '/cases')).error?.code).toBe('binding.required')
    const { name, identityNumber } = papersOf('coparty')
    const { code } = (await court.call('window', 'POST', '/window/binding-codes', { name, identityNumber, checkedCard: true })).body.data
    await call('POST', '/bindings/window-code', { name, identityNumber, windowCode: code })
    const before = (await call('GET', '/cases')).data.cases.map(({ caseId }) => caseId)
    const phone = await listen(court, 'coparty')
    const uninvolved = await listen(court, 'owner')
    const { caseId } = await companyCase({ participants: [{ personId: court.id('coparty'), side: 'respondent', role: 'principal' }] })
    await phone.until('cases_changed')
    await court.settled()
    const after = (await call('GET', '/cases')).data.cases
    expect(after.filter((one) => !before.includes(one.caseId))).toEqual([expect.objectContaining({ caseId, myRole: '被执行人' })])
    expect(uninvolved.heard.map(({ type }) => type)).not.toContain('cases_changed')
    phone.close()
    uninvolved.close()
  })

  it('so many requests wait for one person, and no more', async () => {
    const post = () => court.call('agent', 'POST', '/standing-requests', { commandId: newCommandId(), kind: 'stand', caseNumber: '（2026）虚01执4321号', partyName: '某某', standing: 'guardian' })
    const answers = []
    for (let i = 0; i < 12; i++) {
      answers.push(await post())
      await court.settled()
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 409, 409])
    expect(answers.at(-1)!.body.error.code).toBe('standing.too_many_open')
  })
})
