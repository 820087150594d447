import { pushChain, threadChain } from '@zhixin/shared/ids'
import { noticeOf, type PushNotice } from '@zhixin/shared/rules'
import { message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../../test-support/court'
import { pushFold } from './fold'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
})
afterAll(() => court.close())

const day = (count: number) => ({ days: count })
const threadOf = (caseId: string, who: Persona) => ({ caseId, personId: court.id(who) })
const url = (caseId: string, who: Persona): string => `/threads/${caseId}/${court.id(who)}`

/** All that is due by now is done, and what comes of it is known. */
async function dispatched(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await court.settled()
    await court.rooms.push.dispatch()
  }
  await court.settled()
}
const notice = async (caseId: string, who: Persona, of: number): Promise<PushNotice> =>
  noticeOf(await court.rooms.log.state(pushFold, pushChain(threadOf(caseId, who))), of)
const document = async (caseId: string, who: Persona, of: number) => (await court.rooms.push.list.documents().findById(`${caseId}/${court.id(who)}/${of}`).lean())!

/** Tells somebody of a node, as the room of told does. */
async function tell(caseId: string, who: Persona, body: object = {}): Promise<number> {
  const chain = threadChain(threadOf(caseId, who))
  const told = { ref: 'n_testtest1', node: 'online_sale', label: '启动网络拍卖', on: '2026-03-09', text: '已启动拍卖', means: '', cite: '', ...body }
  const entry = await court.rooms.log.append({
    chain, key: `test/${newCommandId()}`, decide: async () => ({ type: 'node.told', actor: { kind: 'system', id: 'told', role: 'notice' }, body: told }),
  })
  return entry!.index
}

describe('what stands in a thread gets to its person', () => {
  it('as a text to their confirmed phone where WeChat was not allowed; a report of the carrier ends it', async () => {
    const caseId = await court.newCase()
    // What stood there before goes out first.
    await dispatched()
    const of = await tell(caseId, 'owner', { node: 'case_filing', label: '执行立案' })
    await dispatched()
    expect(court.lastText('19900000001')).toMatch(/执行立案.*12368/)
    expect(court.lastText('19900000001')).not.toContain('当事人')
    const { tries: [sent] } = await notice(caseId, 'owner', of)
    expect(sent).toMatchObject({ channel: 'sms', confirmed: true, answer: { outcome: 'accepted' } })
    expect(await document(caseId, 'owner', of)).toMatchObject({ final: null, dueAt: new Date(court.clock.now().getTime() + 86_400_000).toISOString() })

    const report = { reference: sent!.by, delivered: true, code: 'DELIVRD', at: court.clock.now().toISOString() }
    await court.rooms.push.reports.sms([report])
    await court.rooms.push.reports.sms([report])
    await court.rooms.push.settleReports()
    await court.settled()
    expect(await document(caseId, 'owner', of)).toMatchObject({ final: { as: 'delivered' }, dueAt: null })
    const types = (await court.rooms.log.list(pushChain(threadOf(caseId, 'owner')))).map(({ type }) => type)
    expect(types).toEqual(['push.attempted', 'push.answered', 'push.reported'])
  })

  it('not at all where they read it first', async () => {
    const caseId = await court.newCase()
    const sent = court.textsSent()
    await court.call('officer', 'POST', `${url(caseId, 'owner')}/messages`, message('请补充材料'))
    await dispatched()
    await court.call('owner', 'POST', `${url(caseId, 'owner')}/read`, { upTo: 0 })
    const back = court.later({ minutes: 10 })
    await court.settled()
    await new Promise((done) => setTimeout(done, 3_500))
    await dispatched()
    expect(await document(caseId, 'owner', 0)).toMatchObject({ final: { as: 'read' }, dueAt: null })
    expect(court.textsSent()).toBe(sent)
    back()
  })

  it('once for several messages that come together', async () => {
    const caseId = await court.newCase()
    const sent = court.textsSent()
    for (const text of ['第一句', '第二句', '第三句']) await court.call('officer', 'POST', `${url(caseId, 'owner')}/messages`, message(text))
    const back = court.later({ minutes: 6 })
    await dispatched()
    expect(court.textsSent()).toBe(sent + 1)
    expect(court.lastText('19900000001')).not.toMatch(/句/)
    back()
  })

  it('lands on the call list where a text was not reported for a day and they are asked to act', async () => {
    const caseId = await court.newCase()
    const of = await tell(caseId, 'opponent', { act: { text: '请报告财产' } })
    await dispatched()
    const back = court.later(day(1))
    await dispatched()
    expect(await document(caseId, 'opponent', of)).toMatchObject({ final: null, dueAt: null, callAt: court.clock.now().toISOString() })
    back()
  })

  it('stays in the app alone where it asks for nothing', async () => {
    const caseId = await court.newCase()
    const of = await tell(caseId, 'opponent')
    await dispatched()
    const back = court.later(day(1))
    await dispatched()
    expect(await document(caseId, 'opponent', of)).toMatchObject({ final: { as: 'in_app_only' }, callAt: null })
    back()
  })

  it('is tried again where the gateway was busy, and ends as a dead letter that somebody sends again', async () => {
    const caseId = await court.newCase()
    court.failTexts('BUSY')
    const of = await tell(caseId, 'opponent')
    const backs: (() => void)[] = []
    await dispatched()
    for (const minutes of [1, 5, 30]) {
      backs.push(court.later({ minutes }))
      await dispatched()
    }
    expect(await document(caseId, 'opponent', of)).toMatchObject({ final: { as: 'dead', reason: 'busy' }, dueAt: null })
    expect((await notice(caseId, 'opponent', of)).tries).toHaveLength(4)
    court.failTexts(undefined)
    backs.forEach((back) => back())
  })

  it('is over with what was taken back, and for whoever is no longer in the case', async () => {
    const caseId = await court.newCase()
    const of = await tell(caseId, 'owner')
    await court.rooms.log.append({
      chain: threadChain(threadOf(caseId, 'owner')), key: `test/${newCommandId()}`,
      decide: async () => ({ type: 'node.taken_back', actor: { kind: 'system', id: 'told', role: 'notice' }, body: { ref: 'n_testtest1', of, label: '启动网络拍卖', reason: '录错' } }),
    })
    const stranger = await tell(caseId, 'outsider')
    await dispatched()
    expect(await document(caseId, 'owner', of)).toMatchObject({ final: { as: 'void' } })
    expect(await document(caseId, 'outsider', stranger)).toMatchObject({ final: { as: 'void' } })
  })

  it('makes no document anew differently than it stood there', async () => {
    const { log, push: { list } } = court.rooms
    const all = () => log.reading([list], () => true, () => list.documents().find().sort({ _id: 1 }).lean())
    const before = await all()
    await court.rebuildReadModels()
    expect(await all()).toEqual(before)
    expect(before.length).toBeGreaterThan(5)
  })
})
