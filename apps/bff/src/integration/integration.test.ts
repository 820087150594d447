import { caseChain, threadChain } from '@zhixin/shared/ids'
import { caseFold } from '../cases'
import { openTestCourt, TEST_KEYS, type TestCourt } from '../test-support/court'

let count = 0
const next = (): number => ++count
/** An invented identity number that nobody else of this run has. */
const identityNumber = (): string => `000000198001${String(next()).padStart(5, '0')}X`.slice(0, 17).padEnd(17, '0') + 'X'
const person = (name: string, more: object = {}): object => ({ name, identityNumber: identityNumber(), ...more })

/** The court's staff as its own roll has them, by the numbers that the test court gave them. */
const OFFICERS = { officers: ['Z0'], judge: 'Z1' }
const aCase = (more: object = {}): { externalId: string; [field: string]: unknown } => {
  const n = next()
  return {
    externalId: `AJ-${n}`, caseNumber: `（2026）虚01执${7000 + n}号`, cause: '买卖合同纠纷', filedOn: '2026-03-02', department: '执行实施一团队', ...OFFICERS,
    parties: [
      { externalId: '1', side: 'applicant', person: person(`申请人${n}`, { phones: [{ number: '199 0000 1111', givenBy: 'self' }] }) },
      { externalId: '2', side: 'respondent', person: person(`被执行人${n}`, { phones: [{ number: '19900002222', givenBy: 'opponent' }] }) },
    ],
    ...more,
  }
}

describe('what the court’s own system sends', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  interface Answered {
    externalId: string
    result: string
    code?: string
    field?: string
  }
  const send = async (kind: string, ...items: object[]) => {
    const { status, body, text } = await court.send(`/integration/${kind}`, { items })
    if (status !== 200) throw new Error(text)
    return body.data.results as Answered[]
  }
  const resultOf = async (kind: string, item: object): Promise<string> => {
    const [answer] = await send(kind, item)
    return answer!.code ? `${answer!.result} ${answer!.code}` : answer!.result
  }
  /** The case's state, whatever its id is. */
  async function stateOf(externalId: string) {
    const found = await court.connection.db!.collection<{ _id: string; id: string }>('integration_numbers').findOne({ _id: `court-system/case//${externalId}` })
    return court.rooms.log.state(caseFold, caseChain(found!.id))
  }
  async function registered(more: object = {}) {
    const item = aCase(more)
    expect(await resultOf('cases', item)).toBe('created')
    return { item, externalId: item.externalId, ...(await stateOf(item.externalId)) }
  }
  const personIdOf = (state: { relations: { personId: string; side: string }[] }, side: string): string =>
    state.relations.find((one) => one.side === side)!.personId

  describe('signed', () => {
    const path = '/integration/cases'
    const refused = async (sent: ReturnType<TestCourt['send']>): Promise<unknown[]> => {
      const { status, body } = await sent
      return [status, body.error?.code]
    }
    it('is refused without a signature, with another’s, and of a key that is none or no longer good', async () => {
      const body = { items: [aCase()] }
      expect((await court.call('anyone', 'POST', path, body)).status).toBe(401)
      expect((await court.call('director', 'POST', path, body)).status).toBe(403)
      const wrong = [401, 'integration.signature_wrong']
      expect(await refused(court.send(path, body, { key: { ...TEST_KEYS[0]!, secret: Buffer.alloc(32, 9) } }))).toEqual(wrong)
      expect(await refused(court.send(path, body, { key: { ...TEST_KEYS[0]!, id: 'nobody' } }))).toEqual(wrong)
      expect(await refused(court.send(path, body, { key: TEST_KEYS[2]! }))).toEqual(wrong)
      expect(await refused(court.send(path, body, { headers: { 'X-Signature': 'ff' } }))).toEqual(wrong)
      expect(await refused(court.send(path, body, { nonce: 'short' }))).toEqual(wrong)
    })

    it('is refused when method, path or one byte of the body is another than was signed', async () => {
      const text = JSON.stringify({ items: [aCase()] })
      const wrong = [401, 'integration.signature_wrong']
      expect(await refused(court.send(path, text, { body: Buffer.from(text.replace('买卖', '买买')) }))).toEqual(wrong)
      expect(await refused(court.send(path, text, { path: '/api/v1/integration/nodes' }))).toEqual(wrong)
      expect(await refused(court.send(path, text, { method: 'PUT' }))).toEqual(wrong)
    })

    it('is refused too long before or after its time, and when it comes a second time', async () => {
      const at = (seconds: number): string => String(Math.floor(court.clock.now().getTime() / 1000) + seconds)
      const body = { items: [{}] }
      for (const seconds of [-301, 301]) expect(await refused(court.send(path, body, { timestamp: at(seconds) }))).toEqual([401, 'integration.signature_old'])
      const nonce = 'the-same-nonce-twice'
      expect((await court.send(path, body, { nonce, timestamp: at(-299) })).status).toBe(200)
      expect(await refused(court.send(path, body, { nonce, timestamp: at(-299) }))).toEqual([401, 'integration.replayed'])
      // A wrong signature uses up nothing of anybody's.
      await court.send(path, body, { nonce: 'used-by-a-forger-0', headers: { 'X-Signature': 'ff' } })
      expect((await court.send(path, body, { nonce: 'used-by-a-forger-0' })).status).toBe(200)
    })

    it('is good under either of two keys, with SM3 or SHA-256, and its nonce is remembered as long as its time is good', async () => {
      expect((await court.send(path, { items: [{}] }, { key: TEST_KEYS[1]! })).status).toBe(200)
      const nonce = 'remembered-for-a-while'
      const timestamp = String(Math.floor(court.clock.now().getTime() / 1000) + 290)
      expect((await court.send(path, { items: [{}] }, { nonce, timestamp })).status).toBe(200)
      court.clock.advance({ minutes: 9 })
      await court.rooms.integration.sweep()
      expect(await refused(court.send(path, { items: [{}] }, { nonce, timestamp }))).toEqual([401, 'integration.replayed'])
      court.clock.advance({ minutes: 1 })
      await court.rooms.integration.sweep()
      expect(await refused(court.send(path, { items: [{}] }, { nonce, timestamp }))).toEqual([401, 'integration.signature_old'])
      expect(await court.connection.db!.collection('integration_nonces').countDocuments({ _id: { $regex: 'remembered' } as never })).toBe(0)
      court.clock.advance({ minutes: -10 })
    })

    it('gets 403 for a kind that its key may not send', async () => {
      // The second installation of this test: a court whose config lets another court send transfers alone.
      const { config } = court
      const other = { ...config, integration: { ...config.integration, systems: [...config.integration.systems, { id: 'other-court', label: '外院', may: ['transfer' as const] }] } }
      const key = { id: 'other-1', system: 'other-court', algorithm: 'hmac-sm3' as const, secret: Buffer.alloc(32, 5) }
      const limited = await openTestCourt({ config: other, integrationKeys: [key] })
      expect(await refused(limited.send('/integration/nodes', { items: [{}] }, { key }))).toEqual([403, 'access.forbidden'])
      await limited.close()
    })

    it('gets 400 for what is no batch, 413 for one that is too large', async () => {
      expect(await refused(court.send(path, '{"items": ['))).toEqual([400, 'input.malformed'])
      expect(await refused(court.send(path, { items: [] }))).toEqual([400, 'input.invalid'])
      expect(await refused(court.send(path, { items: Array.from({ length: 501 }, () => ({})) }))).toEqual([400, 'input.invalid'])
      expect((await court.send(path, { items: ['x'.repeat(4_300_000)] })).status).toBe(413)
    })
  })

  describe('a case', () => {
    it('is there once, with its people, payment and closing, however often it comes', async () => {
      const payment = { externalId: 'ZF-1', payee: '示范法院', bank: '示范银行', account: '62000000000000', source: '（2026）虚01执7号执行通知书' }
      const item = aCase({ payment, applicationReceivedOn: '2026-02-25', matter: 'M-1' })
      expect(await resultOf('cases', item)).toBe('created')
      expect(await resultOf('cases', item)).toBe('unchanged')
      const state = await stateOf(item.externalId)
      expect(state).toMatchObject({ status: 'open', caseNumber: item.caseNumber, payment: { account: '62000000000000' }, officerIds: [court.id('officer')], judgeId: court.id('judge') })
      expect(state.matterId).toMatch(/^g_/)
      expect(state.relations.map(({ side, standing }) => [side, standing])).toEqual([['applicant', 'self'], ['respondent', 'self']])
      expect((await court.rooms.progress.state(state.caseId)).records.map(({ what, on }) => [what, on])).toEqual([['case_filing', '2026-03-02'], ['application_received', '2026-02-25']])
      expect(await resultOf('cases', { ...item, closed: { way: '执行完毕', on: '2026-03-09' }, payment: { ...payment, account: '62000000000001' } })).toBe('updated')
      expect(await stateOf(item.externalId)).toMatchObject({ status: 'closed', closedOn: '2026-03-09', payment: { account: '62000000000001' } })
      // And back again: what was said before may be said anew.
      expect(await resultOf('cases', item)).toBe('updated')
      expect(await stateOf(item.externalId)).toMatchObject({ status: 'closed', payment: { account: '62000000000000' } })
    })

    it('is corrected by what is newer, and not by what is older', async () => {
      const { item, externalId, caseNumber } = await registered({ asOf: '2026-03-03T10:00:00+08:00' })
      expect(await resultOf('cases', { ...item, cause: '借款合同纠纷', filedOn: '2026-03-01', asOf: '2026-03-05T10:00:00+08:00' })).toBe('updated')
      expect(await resultOf('cases', { ...item, cause: '承揽合同纠纷', asOf: '2026-03-04T10:00:00+08:00' })).toBe('unchanged integration.older')
      expect(await stateOf(externalId)).toMatchObject({ cause: '借款合同纠纷', filedOn: '2026-03-01', caseNumber })
      const { caseId } = await stateOf(externalId)
      await court.settled()
      expect((await court.call('officer', 'GET', `/cases/${caseId}`)).body.data).toMatchObject({ cause: '借款合同纠纷' })
      expect((await court.rooms.progress.state(caseId)).records[0]).toMatchObject({ what: 'case_filing', on: '2026-03-01' })
    })

    it('is refused with the field that is wrong, and spoils no other of its batch', async () => {
      const { caseNumber } = await registered()
      const bad = [
        aCase({ officers: ['nobody'] }), aCase({ filedOn: '2026-02-30' }), aCase({ parties: [] }), aCase({ caseNumber }), { ...aCase(), externalId: '00000019800101001X' },
        aCase({ parties: [{ externalId: '1', side: 'applicant', form: 'unit', person: { name: '虚构公司', identityNumber: '91000000XUG0U00019' } }] }), 'no item', aCase(),
      ]
      expect((await send('cases', ...bad as object[])).map(({ result, code, field }) => [result, code, field])).toEqual([
        ['refused', 'staff.unknown', 'officers'], ['refused', 'input.invalid', 'filedOn'], ['refused', 'integration.parties_missing', 'parties'],
        ['refused', 'integration.case_number_taken', 'caseNumber'], ['refused', 'integration.identity_as_number', 'externalId'],
        ['refused', 'standing.unit_code_wrong', 'person.identityNumber'], ['refused', 'input.invalid', 'body'], ['created', undefined, undefined],
      ])
    })

    it('keeps identity numbers and phones out of every entry and every number', async () => {
      const item = aCase()
      const { identityNumber: secret } = (item.parties as { person: { identityNumber: string } }[])[0]!.person
      await send('cases', item)
      const { caseId } = await stateOf(item.externalId)
      const said = JSON.stringify(await court.rooms.log.list(caseChain(caseId)))
      for (const name of ['integration_numbers', 'integration_exchanges']) {
        expect(JSON.stringify(await court.connection.db!.collection(name).find({}).toArray())).not.toContain(secret)
      }
      for (const number of [secret, '19900001111', '19900002222']) expect(said).not.toContain(number)
    })

    it('lets a person in by their own number alone, never by one that the other side told', async () => {
      const item = aCase()
      await send('cases', item)
      const [own, told] = (item.parties as { person: { name: string; identityNumber: string } }[]).map((party) => party.person)
      const find = (papers: object) => court.rooms.identity.help.find({ documentKind: 'resident_id', ...papers } as never)
      expect((await find(own!))?.phones.map(({ number }) => number)).toEqual(['19900001111'])
      expect((await find(told!))?.phones).toEqual([])
    })

    it('says in a dry run what would happen, and writes nothing', async () => {
      const item = aCase()
      await court.settled()
      const head = await court.rooms.log.courtHead()
      const agent = { externalId: '3', standing: 'agent', authority: 'general', for: '1', person: person('律师') }
      const { body } = await court.send('/integration/cases', { items: [item, { ...item, cause: '' }, { ...item, parties: [agent] }], dryRun: true })
      expect(body.data).toMatchObject({ dryRun: true, results: [{ result: 'created' }, { result: 'refused', field: 'cause' }, { result: 'updated' }] })
      expect(await court.rooms.log.courtHead()).toBe(head)
      expect(await court.connection.db!.collection('integration_numbers').countDocuments({ _id: { $regex: item.externalId } as never })).toBe(0)
      expect(await court.rooms.identity.people.idOf((item.parties as { person: { identityNumber: string } }[])[0]!.person)).toBeUndefined()
    })
  })

  describe('a party', () => {
    it('comes in, is acted for, and is replaced by whom a ruling names', async () => {
      const { externalId } = await registered()
      const party = (more: object): object => ({ case: externalId, ...more })
      expect(await resultOf('parties', party({ externalId: '3', side: 'respondent', person: person('追加的被执行人') }))).toBe('created')
      const lawyer = party({ externalId: '4', standing: 'agent', authority: 'general', for: '1', person: person('李律师') }) as { externalId: string }
      expect(await resultOf('parties', lawyer)).toBe('created')
      expect(await resultOf('parties', lawyer)).toBe('unchanged')
      expect(await resultOf('parties', { ...lawyer, authority: 'special' })).toBe('updated')
      expect(await resultOf('parties', party({ externalId: '5', replaces: '1', ruling: '（2026）虚01执异5号', person: person('继承人') }))).toBe('created')
      expect(await resultOf('parties', { ...lawyer, status: 'ended' })).toBe('unchanged')
      const state = await stateOf(externalId)
      const names = await court.rooms.identity.people.namesOf(state.relations.map(({ personId }) => personId))
      expect(state.relations.map(({ personId, standing, authority, endedAt }) => [names.get(personId)!.replace(/\d+/, ''), standing, authority, endedAt !== undefined])).toEqual([
        ['申请人', 'self', undefined, true], ['被执行人', 'self', undefined, false], ['追加的被执行人', 'self', undefined, false],
        ['李律师', 'agent', 'general', true], ['李律师', 'agent', 'special', true], ['继承人', 'successor', undefined, false],
      ])
    })

    it('is refused where its case, its party or its side is not right', async () => {
      const { externalId, item } = await registered()
      const [own] = (item.parties as { person: object }[])
      const base = { externalId: '7', case: externalId, person: person('某某') }
      expect(await resultOf('parties', { ...base, side: 'applicant', case: 'AJ-none' })).toBe('refused integration.case_unknown')
      expect(await resultOf('parties', { ...base, standing: 'guardian', for: '99' })).toBe('refused integration.party_unknown')
      expect(await resultOf('parties', { ...base, standing: 'agent', for: '1' })).toBe('refused input.invalid')
      expect(await resultOf('parties', { ...base, side: 'respondent', person: own!.person })).toBe('refused standing.both_sides')
      expect(await resultOf('parties', { ...base, standing: 'agent', authority: 'general', for: '2', person: own!.person })).toBe('refused standing.both_sides')
      expect(await resultOf('parties', { externalId: '1', case: externalId, side: 'applicant', person: person('另一个人') })).toBe('refused integration.person_changed')
    })

    it('whose end comes before its beginning never begins', async () => {
      const { externalId, relations } = await registered()
      const agent = { externalId: '8', case: externalId, standing: 'agent', authority: 'general', for: '1', person: person('早已解除的律师') }
      expect(await resultOf('parties', { ...agent, status: 'ended', asOf: '2026-03-08T00:00:00Z' })).toBe('unchanged')
      expect(await resultOf('parties', { ...agent, asOf: '2026-03-04T00:00:00Z' })).toBe('unchanged integration.older')
      expect((await stateOf(externalId)).relations).toEqual(relations)
    })
  })

  describe('staff', () => {
    const staff = (more: object = {}): { number: string } & Record<string, unknown> => {
      const number = `R${next()}`
      return { externalId: number, type: 'staff', number, name: '新来', department: '执行实施一团队', roles: ['officer'], officePhone: '000-0000-0001', phone: '19900009999', ...more }
    }
    it('come and go with the court’s roll, and take cases by it', async () => {
      const { externalId } = await registered()
      const newcomer = staff()
      expect(await resultOf('officers', newcomer)).toBe('created')
      expect(await resultOf('officers', newcomer)).toBe('unchanged')
      expect(await resultOf('officers', { ...newcomer, officePhone: '000-0000-0002' })).toBe('updated')
      const assignment = { externalId: 'FP-1', type: 'assignment', case: externalId, officers: [newcomer.number], judge: 'Z1', asOf: '2026-03-05T00:00:00Z' }
      expect(await resultOf('officers', assignment)).toBe('updated')
      expect(await resultOf('officers', assignment)).toBe('unchanged')
      expect(await resultOf('officers', { ...assignment, externalId: 'FP-0', officers: ['Z2'], asOf: '2026-03-04T00:00:00Z' })).toBe('unchanged integration.older')
      const { id } = (await court.rooms.identity.staff.byNumber(newcomer.number))!
      expect(await stateOf(externalId)).toMatchObject({ officerIds: [id] })
      expect(await resultOf('officers', { ...assignment, externalId: 'FP-2', officers: ['nobody'] })).toBe('refused staff.unknown')
      expect(await resultOf('officers', { ...newcomer, active: false })).toBe('updated')
      // Whoever was stopped here comes back by an administrator's hand alone.
      expect(await resultOf('officers', newcomer)).toBe('refused staff.not_active')
    })

    it('are not handed a case back that a judge here gave away later', async () => {
      const { externalId, caseId } = await registered()
      const command = { commandId: `m_handover${String(next()).padStart(12, '0')}`, officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
      expect((await court.call('judge', 'POST', `/cases/${caseId}/hand-overs`, command)).status).toBe(200)
      expect(await resultOf('officers', { externalId: 'FP-9', type: 'assignment', case: externalId, ...OFFICERS, asOf: '2026-03-09T00:00:00Z' })).toBe('unchanged')
      expect(await stateOf(externalId)).toMatchObject({ officerIds: [court.id('colleague')] })
    })

    it('get no role, no way in and no return by an import that an administrator alone may give', async () => {
      expect(await resultOf('officers', staff({ roles: ['system_admin'] }))).toBe('refused integration.not_by_import')
      const admin = (await court.rooms.identity.staff.byId(court.id('systemAdmin')))!
      expect(await resultOf('officers', staff({ number: admin.number, externalId: admin.number }))).toBe('refused integration.not_by_import')
      const leader = (await court.rooms.identity.staff.byId(court.id('window')))!
      const { number, name, department, officePhone } = leader
      expect(await resultOf('officers', staff({ number, externalId: number, name, department, officePhone, roles: ['officer'], phone: '19900008888' }))).toBe('updated')
      const after = (await court.rooms.identity.staff.byId(court.id('window')))!
      expect([...after.roles].sort()).toEqual(['officer', 'window'])
      expect(await court.connection.db!.collection('identity_staff').findOne({ number })).toMatchObject({ phoneSealed: (await court.connection.db!.collection('identity_staff').findOne({ number }))!.phoneSealed })
    })
  })

  describe('a node', () => {
    const node = (of: string, more: object = {}): { externalId: string } & Record<string, unknown> => ({ externalId: `JD-${next()}`, case: of, node: 'judge_receive_case', on: '2026-03-04', ...more })
    const nodesOf = async (caseId: string) => (await court.rooms.progress.state(caseId)).records.filter(({ what }) => what !== 'case_filing')

    it('that arrives twice is one node, by its id or by its name', async () => {
      const { externalId, caseId } = await registered()
      const item = node(externalId)
      expect(await resultOf('nodes', item)).toBe('created')
      expect(await resultOf('nodes', item)).toBe('unchanged')
      const label = court.config.catalogue.nodes.get('judge_receive_case')!.label
      expect(await resultOf('nodes', { ...item, node: label })).toBe('unchanged')
      expect(await nodesOf(caseId)).toHaveLength(1)
      expect(await resultOf('nodes', node(externalId, { node: 'no_such_node' }))).toBe('refused progress.unknown_node')
      expect(await resultOf('nodes', node('AJ-none'))).toBe('refused integration.case_unknown')
    })

    it('that comes late takes its place in time and keeps its place in the chain', async () => {
      const { externalId, caseId } = await registered()
      await send('nodes', node(externalId, { node: 'initiate_network_query', on: '2026-03-06' }))
      await send('nodes', node(externalId, { on: '2026-03-03' }))
      const records = await nodesOf(caseId)
      expect(records.map(({ what }) => what)).toEqual(['initiate_network_query', 'judge_receive_case'])
      expect(records[0]!.index).toBeLessThan(records[1]!.index)
    })

    it('is corrected, taken back, and brought again only by what is newer', async () => {
      const { externalId, caseId } = await registered()
      const item = node(externalId, { asOf: '2026-03-05T00:00:00Z' })
      await send('nodes', item)
      const standing = async () => (await nodesOf(caseId)).filter(({ withdrawn }) => !withdrawn).map(({ on }) => on)
      expect(await resultOf('nodes', { ...item, on: '2026-03-05', asOf: '2026-03-06T00:00:00Z' })).toBe('updated')
      expect(await standing()).toEqual(['2026-03-05'])
      expect(await resultOf('nodes', item)).toBe('unchanged integration.older')
      expect(await resultOf('nodes', { ...item, on: '2026-03-05', withdrawn: '录入有误', asOf: '2026-03-07T00:00:00Z' })).toBe('updated')
      expect(await standing()).toEqual([])
      expect(await resultOf('nodes', { ...item, on: '2026-03-05', asOf: '2026-03-07T00:00:00Z' })).toBe('unchanged')
      expect(await resultOf('nodes', { ...item, on: '2026-03-05', asOf: '2026-03-08T00:00:00Z' })).toBe('updated')
      expect(await standing()).toEqual(['2026-03-05'])
    })

    it('under the next key is still the same node', async () => {
      const { externalId, caseId } = await registered()
      const item = node(externalId)
      await send('nodes', item)
      const { body } = await court.send('/integration/nodes', { items: [item] }, { key: TEST_KEYS[1]! })
      expect(body.data.results[0].result).toBe('unchanged')
      expect(await nodesOf(caseId)).toHaveLength(1)
    })

    it('can be something that a party of the respondent’s side is to do', async () => {
      const state = await registered()
      const task = { externalId: 'RW-1', type: 'task', case: state.externalId, to: '2', kind: 'report_property', what: '请按报告财产令报告财产。', dueOn: '2026-03-20', basis: '（2026）虚01执1号报告财产令' }
      expect(await resultOf('nodes', task)).toBe('created')
      expect(await resultOf('nodes', task)).toBe('unchanged')
      expect(await resultOf('nodes', { ...task, externalId: 'RW-2', to: '1' })).toBe('refused integration.party_unknown')
      expect(await resultOf('nodes', { ...task, externalId: 'RW-3', what: '请汇到 6222021234567890123' })).toBe('refused messaging.sensitive_number')
      const entries = await court.rooms.log.list(threadChain({ caseId: state.caseId, personId: personIdOf(state, 'respondent') }))
      expect(entries.filter(({ type }) => type === 'task.asked').map(({ body }) => [body.label, body.form])).toEqual([['报告财产', 'property_report']])
    })
  })

  it('is seen by the system administrator: how much of it came, and what was refused and why, never what it said', async () => {
    const item = aCase()
    await send('cases', item, { ...item, externalId: 'AJ-wrong', cause: '' })
    const { body, text } = await court.call('systemAdmin', 'GET', '/admin/exchanges')
    expect(body.data.exchanges[0]).toMatchObject({
      system: '本院执行办案系统', kind: 'cases', via: 'http', name: null, counts: { created: 1, updated: 0, unchanged: 0, refused: 1 },
      refused: [{ externalId: 'AJ-wrong', code: 'input.invalid', field: 'cause' }],
    })
    expect(text).not.toContain('申请人')
    expect((await court.call('director', 'GET', '/admin/exchanges')).status).toBe(403)
    const place = `/admin/exchanges/${body.data.exchanges[0].id}/refused`
    const table = await court.call('systemAdmin', 'GET', place)
    expect([table.status, table.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(table.text).toMatch(/^案件编号,.*退回原因\r\nAJ-wrong,/)
    expect((await court.call('director', 'GET', place)).status).toBe(403)
  })

  it('tells the parties of a filing that is news, and of none that ran before it was taken over', async () => {
    const told = async (more: object) => {
      const state = await registered(more)
      await court.settled()
      const entries = await court.rooms.log.list(threadChain({ caseId: state.caseId, personId: personIdOf(state, 'applicant') }))
      return entries.filter(({ type }) => type === 'node.told').map(({ body }) => body.node)
    }
    expect(await told({})).toEqual(['case_filing'])
    expect(await told({ takenOver: true })).toEqual([])
  })

  it('goes on where a batch was cut off, and two batches at once make one case', async () => {
    const items = Array.from({ length: 12 }, () => aCase())
    await send('cases', ...items.slice(0, 5))
    const results = await send('cases', ...items)
    expect(results.map(({ result }) => result)).toEqual([...Array(5).fill('unchanged'), ...Array(7).fill('created')])
    const one = aCase()
    const both = await Promise.all([resultOf('cases', one), resultOf('cases', one)])
    expect(both.sort()).toEqual(['created', 'unchanged'])
    // Killed between the number and the entry: the number is there, the case is not.
    const cut = aCase()
    await court.connection.db!.collection<{ _id: string; id: string; at: Date }>('integration_numbers')
      .insertOne({ _id: `court-system/case//${cut.externalId}`, id: 'c_cutoff0000000001', at: court.clock.now() })
    expect(await resultOf('cases', cut)).toBe('created')
    expect((await stateOf(cut.externalId)).caseId).toBe('c_cutoff0000000001')
  })
})
