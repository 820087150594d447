import { caseChain, threadChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { registerCase } from '../../cases'
import { createTeller } from './tell'
import { loadCourtConfig } from '../../court-config'
import { CONFIG_DIR, newCommandId, openTestCourt, TEAM, type TestCourt } from '../../test-support/court'
import { dayOf, firstWords } from '@zhixin/shared/rules'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
}, 60_000)
afterAll(() => court.close())

type Who = 'owner' | 'agent' | 'opponent'
const system = { kind: 'system', id: 'court-system', role: 'import' } as const
let count = 0

/** A case that comes in new: its parties are told of the filing. */
async function newCase(): Promise<string> {
  const caseId = `c_told${String(++count).padStart(8, '0')}`
  const id = court.id
  await registerCase(court.rooms.log, {
    caseId, caseNumber: `（2026）虚01执${7000 + count}号`, cause: '买卖合同纠纷', filedOn: '2026-01-26', department: TEAM, officerIds: [id('officer')], judgeId: id('judge'), announced: true,
    participants: [
      { personId: id('owner'), side: 'applicant', role: 'principal' },
      { personId: id('agent'), side: 'applicant', role: 'agent', authority: 'general', principalId: id('owner') },
      { personId: id('opponent'), side: 'respondent', role: 'principal' },
    ],
  })
  return caseId
}
/** An entry of the case's chain as the room of progress writes it. */
async function happens(caseId: string, type: string, body: JsonObject): Promise<void> {
  await court.rooms.log.append({ chain: caseChain(caseId), key: `test/${caseId}/${++count}`, decide: async () => ({ type, actor: system, body }) })
}
async function record(caseId: string, what: string, more: JsonObject = {}): Promise<string> {
  const recordId = `n_test${String(++count).padStart(6, '0')}`
  await happens(caseId, 'node.recorded', { recordId, what, on: '2026-01-27', fields: {}, papers: [], warnings: [], ...more })
  return recordId
}
const thread = async (caseId: string, who: Who) => (await court.rooms.log.list(threadChain({ caseId, personId: court.id(who) }))).map(({ type, body }) => `${type} ${String(body.node ?? body.label ?? '')}`)
const nodes = async (caseId: string, who: Who): Promise<string[]> => {
  await court.settled()
  return thread(caseId, who)
}
const mine = async (caseId: string, who: Who) => (await court.call(who, 'GET', `/cases/${caseId}/my-progress`)).body.data

describe('told of a case’s progress', () => {
  it('the applicant’s side reads of the filing and the query; the respondent of the freeze, once it stands', async () => {
    const caseId = await newCase()
    await record(caseId, 'initiate_network_query')
    await record(caseId, 'property_found_online_controllable', { object: '账户甲', time: '09:00' })
    expect(await nodes(caseId, 'owner')).toEqual(['node.told case_filing', 'node.told initiate_network_query'])
    expect(await nodes(caseId, 'agent')).toEqual(['node.told case_filing', 'node.told initiate_network_query'])
    expect(await nodes(caseId, 'opponent')).toEqual([])
    await record(caseId, 'online_control', { object: '账户甲', time: '10:00' })
    expect(await nodes(caseId, 'opponent')).toEqual([])
    await record(caseId, 'complete_online_query')
    expect(await nodes(caseId, 'opponent')).toEqual(['node.told online_control'])
    expect(JSON.stringify(await mine(caseId, 'opponent'))).not.toMatch(/账户甲|查询|query/)
  })

  it('a case that is closed ends its query, and what was held back for it is told', async () => {
    const caseId = await newCase()
    await record(caseId, 'initiate_network_query')
    await record(caseId, 'online_control', { object: '账户甲', time: '10:00' })
    expect(await nodes(caseId, 'opponent')).toEqual([])
    await happens(caseId, 'case.closed', { way: '执行完毕', closedOn: '2026-01-28' })
    expect(await nodes(caseId, 'opponent')).toContain('node.told online_control')
  })

  it('the first says how to look, how to write, 12368 and the misconduct line; later ones do not', async () => {
    const caseId = await newCase()
    await record(caseId, 'initiate_network_query')
    await court.settled()
    const [first, second] = await court.rooms.log.list(threadChain({ caseId, personId: court.id('owner') }))
    const { court: profile } = loadCourtConfig(CONFIG_DIR)
    expect(first!.body.first).toEqual(firstWords(profile))
    expect(JSON.stringify(first!.body.first)).toContain(profile.hotline)
    expect(JSON.stringify(first!.body.first)).toContain(profile.phones.misconduct.numbers[0])
    expect(second!.body.first).toBeUndefined()
  })

  it('what is taken back is said to whoever was told, and stands in their time line as taken back', async () => {
    const caseId = await newCase()
    const recordId = await record(caseId, 'initiate_network_query', { lateReason: '系统维护' })
    await court.settled()
    await happens(caseId, 'node.withdrawn', { recordId, reason: '录到了别的案件' })
    expect(await nodes(caseId, 'owner')).toHaveLength(3)
    expect(await nodes(caseId, 'opponent')).toEqual([])
    const { done } = await mine(caseId, 'owner')
    expect(done.find(({ node }: { node: string }) => node === 'initiate_network_query')).toMatchObject({ late: true, takenBack: { reason: '录到了别的案件' } })
  })

  it('what the judge lets the applicant know stands beside the node, and is gone once it is sealed', async () => {
    const caseId = await newCase()
    const recordId = await record(caseId, 'online_control', { object: '账户甲', time: '10:00' })
    await happens(caseId, 'node.released', { recordId, side: 'applicant', detail: '已冻结存款三千元' })
    await court.settled()
    const detailOf = async (who: Who) => (await mine(caseId, who)).done.find(({ node }: { node: string }) => node === 'online_control')?.details
    expect(await detailOf('owner')).toMatchObject([{ text: '已冻结存款三千元' }])
    expect(await detailOf('opponent')).toEqual([])
    const chain = threadChain({ caseId, personId: court.id('owner') })
    const { index } = (await court.rooms.log.list(chain)).find(({ type }) => type === 'node.detail_told')!
    const target = `/threads/${caseId}/${court.id('owner')}/messages/${index}`
    expect((await court.call('officer', 'POST', `${target}/seal-request`, { commandId: newCommandId(), reason: 'other_people' })).status).toBe(200)
    expect((await court.call('leader', 'POST', `${target}/seal-request/approval`, { commandId: newCommandId() })).status).toBe(200)
    expect(await detailOf('owner')).toMatchObject([{ text: null }])
  })

  it('the time line says what the court has to do next, until it is done', async () => {
    const caseId = await newCase()
    await court.settled()
    const due = async () => (await mine(caseId, 'owner')).due.filter(({ by }: { by: string }) => by === 'court').map(({ text }: { text: string }) => text)
    const label = '发出执行通知书'
    expect((await due()).some((text: string) => text.includes(label))).toBe(true)
    expect((await mine(caseId, 'owner')).due[0].rule).toMatch(/算起.*依据/)
    // In a party's words where the court's own would not be understood.
    expect(await due()).toContain('办结本案')
    await record(caseId, 'issue_execution_notice_and_property_order')
    await court.settled()
    expect((await due()).some((text: string) => text.includes(label))).toBe(false)
    // Nobody on the other side reads of periods that run for what they may not know.
    expect((await mine(caseId, 'opponent')).due.every(({ by }: { by: string }) => by === 'me')).toBe(true)
  })

  it('whoever joins later is told from then on, and reads since which day', async () => {
    const caseId = await newCase()
    await court.settled()
    court.clock.advance({ seconds: 5 })
    const relation = { relationId: 'l_told0000', personId: court.id('special'), partyId: court.id('owner'), standing: 'agent', authority: 'special' }
    await happens(caseId, 'relation.began', { ...relation, evidence: { kind: 'authority_letter' } })
    await record(caseId, 'initiate_network_query')
    await court.settled()
    const { done, since } = (await court.call('special', 'GET', `/cases/${caseId}/my-progress`)).body.data
    expect(done.map((one: { node: string }) => one.node)).toEqual(['initiate_network_query'])
    expect(since).toBe(dayOf(court.clock.now().toISOString()))
    expect((await mine(caseId, 'owner')).since).toBeNull()
  })

  it('nobody else reads it: not another side’s, not of a case that is not theirs', async () => {
    const caseId = await newCase()
    await court.settled()
    expect((await court.call('anyone', 'GET', `/cases/${caseId}/my-progress`)).status).toBe(401)
    expect((await court.call('outsider', 'GET', `/cases/${caseId}/my-progress`)).status).toBe(404)
    expect((await court.call('officer', 'GET', `/cases/${caseId}/my-progress`)).status).toBe(403)
    expect((await court.call('owner', 'GET', '/cases/nothing/my-progress')).status).toBe(400)
    expect((await mine(caseId, 'opponent')).done).toEqual([])
  })

  it('a second server that handles the same entries, or one that comes again to them, tells nothing twice', async () => {
    const caseId = await newCase()
    await record(caseId, 'initiate_network_query')
    await court.settled()
    const before = await thread(caseId, 'owner')
    const { log, messaging } = court.rooms
    const { catalogue, calendar } = loadCourtConfig(CONFIG_DIR)
    const again = createTeller({ log, threadFold: messaging.fold, catalogue, calendar, first: ['另一句话'] })
    const entries = await log.tail(-1, 10_000)
    await Promise.all([again.handle(entries, court.clock.now().toISOString()), again.handle(entries, court.clock.now().toISOString())])
    expect(await thread(caseId, 'owner')).toEqual(before)
  })

  it('what could not be told because the server was gone is told by the next one', async () => {
    const caseId = await newCase()
    await court.settled()
    await court.rooms.told.tail.stop()
    await record(caseId, 'initiate_network_query')
    const { log, messaging } = court.rooms
    const { catalogue, calendar } = loadCourtConfig(CONFIG_DIR)
    const next = createTeller({ log, threadFold: messaging.fold, catalogue, calendar, first: [] })
    // It reads some other entry of the case, and finds what is owed all the same.
    await happens(caseId, 'hold.set', { held: false, reason: '未曾保留' })
    await next.handle((await log.tail(-1, 10_000)).filter(({ type }) => type === 'hold.set'), court.clock.now().toISOString())
    expect(await thread(caseId, 'owner')).toEqual(['node.told case_filing', 'node.told initiate_network_query'])
  })
})
