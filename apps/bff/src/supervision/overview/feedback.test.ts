import type { SupervisedItemView } from '@zhixin/shared/contract'
import { complaintChain } from '@zhixin/shared/ids'
import { NOT_ASSIGNED } from '@zhixin/shared/rules'
import WebSocket from 'ws'
import { newCommandId, openTestCourt, type Persona, TEAM, type TestCourt } from '../../test-support/court'

const CASE_NUMBER = '（2026）虚01执1号'
const CONTACT = { name: '虚构来电人', phone: '19900000089' }

let court: TestCourt
/** About the officer of a case; about its judge; about who leads its team; and of no case. */
let ofOfficer: string
let ofJudge: string
let ofLeader: string
let ofNoCase: string
let receipts: Record<string, string>
let tickets: Record<string, object>

async function taken(about: string[], caseNumber?: string): Promise<string> {
  const { body } = await court.call('hotline', 'POST', '/complaint-files', {
    commandId: newCommandId(), stream: 'feedback', channel: 'hotline', by: 'named', contact: CONTACT, matter: '虚构的反映内容', about, fields: {},
  })
  const { complaintId, receipt, followUp } = body.data
  receipts = { ...receipts, [complaintId]: receipt }
  tickets = { ...tickets, [complaintId]: { receipt, followUp } }
  if (caseNumber) expect((await court.call('duty', 'POST', `/complaint-files/feedback/${complaintId}/case`, { commandId: newCommandId(), caseNumber })).status).toBe(200)
  return complaintId
}
const step = (who: Persona, complaintId: string, name: string, more: object = {}) =>
  court.call(who, 'POST', `/complaint-files/feedback/${complaintId}/steps`, { commandId: newCommandId(), step: name, ...more })

beforeAll(async () => {
  court = await openTestCourt()
  ofOfficer = await taken([court.id('officer')], CASE_NUMBER)
  ofJudge = await taken([court.id('judge')], CASE_NUMBER)
  ofLeader = await taken([court.id('leader')], CASE_NUMBER)
  ofNoCase = await taken([])
})
afterAll(() => court.close())

const ofFile = (items: SupervisedItemView[], complaintId: string): SupervisedItemView[] => items.filter(({ title }) => title === receipts[complaintId])
async function listed(who: Persona, measure: string, complaintId: string): Promise<SupervisedItemView[]> {
  await court.settled()
  return ofFile((await court.call(who, 'GET', `/supervision/lists/${measure}`)).body.data.items, complaintId)
}
const urge = (who: Persona, { measure, itemId }: SupervisedItemView, commandId = newCommandId()) =>
  court.call(who, 'POST', `/supervision/lists/${measure}/${itemId}/urgings`, { commandId })
const mine = async (who: Persona, complaintId: string) => ofFile((await court.call(who, 'GET', '/supervision/my-urgings')).body.data.items, complaintId)

test('within its three days it is about to be due for the case’s judge and team', async () => {
  const [item, ...more] = await listed('judge', 'due_soon', ofOfficer)
  expect(more).toEqual([])
  expect(item).toMatchObject({ department: TEAM, what: '反映执行不规范：对反映执行不规范、不合法的回复处理（已收到）', atIs: 'due', state: 'soon' })
  expect(item!.handlers.map(({ staffId }) => staffId)).toEqual([court.id('judge')])
})

describe('on the fourth day', () => {
  beforeAll(() => void court.later({ days: 4 }))

  test.each([
    ['leader', 1], ['judge', 1], ['director', 1], ['president', 1], ['duty', 1],
    // Whom it is about, whoever else handles the case beside its judge, and everybody elsewhere.
    ['officer', 0], ['colleague', 0], ['otherLeader', 0], ['otherJudge', 0],
  ] as [Persona, number][])('%s sees %i overdue report about the case’s officer', async (who, count) => {
    expect(await listed(who, 'overdue', ofOfficer)).toHaveLength(count)
    expect(await listed(who, 'due_soon', ofOfficer)).toEqual([])
  })

  test('whom it is about finds it by no number, no list, no address, and not among what they were urged to do', async () => {
    const [item] = await listed('leader', 'overdue', ofOfficer)
    for (const target of ['/supervision/overview', '/supervision/lists/overdue', '/supervision/lists/due_soon', '/supervision/my-urgings']) {
      expect((await court.call('officer', 'GET', target)).text).not.toMatch(new RegExp(`${ofOfficer}|${receipts[ofOfficer]}`))
    }
    expect((await court.call('officer', 'GET', `/supervision/lists/overdue/${item!.itemId}/entries`)).status).toBe(404)
  })

  test('the leader urges; the judge hears of it, finds it on top, and reads by whom', async () => {
    const [item] = await listed('leader', 'overdue', ofOfficer)
    const followed = async (): Promise<string> => (await court.call('anyone', 'POST', '/complaints/lookup', tickets[ofOfficer])).text
    const told = await followed()
    expect(JSON.parse(told).data.told).toMatch(/法官/)
    expect(item!.can.urge).toBe(true)
    expect((await urge('judge', item!)).status).toBe(403)
    const token = await court.tokenOf('judge')
    const socket = new WebSocket(court.socketUrl)
    const commandId = newCommandId()
    let done: ReturnType<typeof urge> | undefined
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data))
        if (type === 'ready') done = urge('leader', item!, commandId)
        if (type === 'work_list_changed') resolve()
      })
    })
    socket.terminate()
    const first = await done!
    expect([first.status, first.body.data.names]).toEqual([200, [item!.handlers[0]!.name]])
    const [own, ...more] = await mine('judge', ofOfficer)
    expect([own!.measure, own!.urged, more]).toEqual(['overdue', first.body.data.urged, []])
    expect(await mine('officer', ofOfficer)).toEqual([])
    // Whoever complained reads byte for byte what they did before.
    expect(await followed()).toBe(told)
    expect((await urge('leader', item!)).body.error.code).toBe('supervision.urged_already')
    const chain = await court.rooms.log.list(complaintChain({ stream: 'feedback', complaintId: ofOfficer }))
    expect(chain.filter(({ body }) => body.step === 'urge').map(({ actor }) => actor.id)).toEqual([court.id('leader')])
    // Answered, it is urged no more; a tap whose answer was lost is answered as it was.
    expect((await step('judge', ofOfficer, 'reply', { fields: { reply: '查明并改正', finding: 'slight' } })).status).toBe(200)
    expect(await mine('judge', ofOfficer)).toEqual([])
    expect((await urge('leader', item!, commandId)).body.data).toEqual(first.body.data)
    expect((await urge('president', item!)).body.error.code).toBe('supervision.not_waiting')
  })

  test('about the judge: it is for their leader to see to, who urges nobody; whoever is above urges, also who may not open it', async () => {
    expect(await listed('judge', 'overdue', ofJudge)).toEqual([])
    const [item] = await listed('leader', 'overdue', ofJudge)
    expect([item!.handlers.map(({ staffId }) => staffId), item!.can.urge]).toEqual([[court.id('leader')], false])
    expect((await urge('leader', item!)).body.error.code).toBe('supervision.nobody_to_urge')
    const [seen] = await listed('president', 'overdue', ofJudge)
    expect([seen!.can.urge, seen!.opens, item!.opens]).toEqual([true, null, { page: 'complaint', stream: 'feedback', complaintId: ofJudge }])
    expect((await urge('president', seen!)).status).toBe(200)
    expect(await mine('leader', ofJudge)).toHaveLength(1)
  })

  test('about who leads the team: not in that team’s numbers, for whoever leads it; the judge answers, and whoever is above urges', async () => {
    expect(await listed('leader', 'overdue', ofLeader)).toEqual([])
    const [item] = await listed('director', 'overdue', ofLeader)
    expect([item!.department, item!.handlers.map(({ staffId }) => staffId)]).toEqual([TEAM, [court.id('judge')]])
    expect((await urge('leader', item!)).body.error.code).toBe('supervision.not_waiting')
    expect((await urge('director', item!)).status).toBe(200)
  })

  test('of no case: the command centre sees to it until a judge is named', async () => {
    const [item] = await listed('director', 'overdue', ofNoCase)
    expect([item!.department, item!.handlers.map(({ staffId }) => staffId)]).toEqual([NOT_ASSIGNED, [court.id('duty')]])
    expect(await listed('leader', 'overdue', ofNoCase)).toEqual([])
    expect((await step('duty', ofNoCase, 'name_judge', { fields: { answering_judge: court.id('otherJudge') } })).status).toBe(200)
    expect((await listed('otherJudge', 'overdue', ofNoCase)).map(({ handlers }) => handlers.map(({ staffId }) => staffId))).toEqual([[court.id('otherJudge')]])
  })
})
