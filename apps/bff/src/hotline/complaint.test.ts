import { callChain, complaintChain } from '@zhixin/shared/ids'
import { loadCourtConfig } from '../court-config'
import { CONFIG_DIR, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

let court: TestCourt
beforeAll(async () => {
  const config = loadCourtConfig(CONFIG_DIR)
  court = await openTestCourt({ config: { ...config, hotline: { ...config.hotline, knowledge: { ...config.hotline.knowledge, answers_after_ms: 0 } } } })
}, 60_000)
afterAll(() => court.close())

interface Ticket {
  receipt: string
  followUp: string
}
const send = (target: string, body: object = {}) => court.call('hotline', 'POST', `/hotline${target}`, { commandId: newCommandId(), ...body })
const pickUp = async (): Promise<string> => (await send('/calls', { line: 'hotline' })).body.data.callId
async function verified(): Promise<string> {
  const callId = await pickUp()
  const { name, identityNumber } = court.papersOf('owner')
  expect((await send(`/calls/${callId}/check`, { name, caseNumber: '（2026）虚01执1号', lastFour: identityNumber.slice(-4) })).status).toBe(200)
  return callId
}
const complain = async (who: Persona, path: string, more: object): Promise<Ticket> => {
  const { status, body: { data } } = await court.call(who, 'POST', path, { commandId: newCommandId(), matter: '半年没有动静', ...more })
  expect(status).toBe(200)
  return { receipt: data.receipt, followUp: data.followUp }
}
const mine = (who: Persona) => complain(who, '/complaints/mine', { stream: 'petition', by: 'person' })
const named = (more: object = {}) => complain('anyone', '/complaints', { stream: 'petition', by: 'named', contact: { name: '来电人' }, ...more })
const report = () => complain('anyone', '/complaints', { stream: 'discipline', by: 'anonymous' })
const ask = (callId: string, said: Partial<Ticket>) => send(`/calls/${callId}/complaint`, said)
const add = (callId: string, said: Partial<Ticket>, more: object = {}) => send(`/calls/${callId}/complaint/supplements`, { ...said, text: '又过了一个月', ...more })
const plain = ({ status, text }: { status: number; text: string }): string => `${status} ${text}`
const toldIn = async (callId: string) => (await court.rooms.log.list(callChain(callId))).filter(({ type }) => type === 'call.complaint_told').map(({ body }) => body)

describe('asking about a complaint by telephone', () => {
  it('whoever says its number and code hears what they would read themselves, and adds to it once; both stand in the call', async () => {
    const ticket = await named()
    const callId = await pickUp()
    const read = (await court.call('anyone', 'POST', '/complaints/lookup', ticket)).body.data
    const told = await ask(callId, ticket)
    expect([told.status, told.body.data]).toEqual([200, read])
    const commandId = newCommandId()
    for (let i = 0; i < 2; i++) expect((await add(callId, ticket, { commandId })).body.data.added.map(({ text }: { text: string }) => text)).toEqual(['又过了一个月'])
    const key = (await court.rooms.complaints.receipts.find(ticket.receipt))!
    expect(await toldIn(callId)).toEqual(['shown', 'added'].map((what) => ({ ...key, by: 'code', what })))
    const entries = await court.rooms.log.list(complaintChain(key))
    expect(entries.at(-1)).toMatchObject({ type: 'complaint.supplemented', actor: { role: 'complainant' }, body: { by: 'complainant', text: '又过了一个月' } })
  })

  it('whoever was verified hears of their own by its number; of another’s, of a report and of none alike nothing', async () => {
    const [own, others, reported] = [await mine('owner'), await mine('opponent'), await report()]
    const callId = await verified()
    expect((await ask(callId, { receipt: own.receipt })).body.data).toMatchObject({ receipt: own.receipt, stream: 'petition', canAdd: true })
    expect((await add(callId, { receipt: own.receipt })).body.data.added).toHaveLength(1)
    expect((await toldIn(callId)).map(({ by, what }) => [by, what])).toEqual([['person', 'shown'], ['person', 'added']])
    const none = plain(await ask(callId, { receipt: 'ABCD2345' }))
    expect(none).toMatch(/^404 /)
    for (const said of [{ receipt: others.receipt }, { receipt: reported.receipt }, reported, { ...own, followUp: 'ABCDE23456' }, { receipt: (await named()).receipt }]) {
      expect(plain(await ask(callId, said))).toBe(none)
      expect(plain(await add(callId, said))).toBe(none)
    }
    expect(await toldIn(callId)).toHaveLength(2)
    // Nobody who was not verified hears anything without the code, be it theirs or nobody's.
    const unverified = await pickUp()
    const refused = await Promise.all([own.receipt, 'ABCD2345', reported.receipt].map(async (receipt) => plain(await ask(unverified, { receipt }))))
    expect(new Set(refused)).toEqual(new Set([expect.stringMatching(/^409 .*hotline\.not_verified/)]))
  })

  it('not on the line for reports of misconduct, not in a call that is over, and not what is about the clerk', async () => {
    const ticket = await named()
    const line = (await send('/misconduct-calls')).body.data.callId
    expect((await ask(line, ticket)).body.error.code).toBe('hotline.nothing_told_here')
    const callId = await pickUp()
    const [clerk] = await court.rooms.identity.staff.find([court.id('hotline')])
    const about = await named({ stream: 'feedback', aboutSaid: `热线的${clerk!.name}`, matter: `${clerk!.name}挂我电话` })
    expect(plain(await ask(callId, about))).toBe(plain(await ask(callId, { receipt: 'ABCD2345', followUp: 'ABCDE23456' })))
    await send(`/calls/${callId}/end`, { how: 'answered' })
    expect((await ask(callId, ticket)).body.error.code).toBe('hotline.call_over')
    expect((await add(callId, ticket)).body.error.code).toBe('hotline.call_over')
  })

  it('by a code that is guessed, no more often than at the open door; then the right one is not looked at either', async () => {
    const ticket = await named()
    const callId = await pickUp()
    const codes: string[] = []
    for (let i = 0; i < 70; i++) codes.push((await ask(callId, { ...ticket, followUp: 'ABCDE23456' })).body.error.code)
    expect(codes.filter((code) => code === 'input.not_found').length).toBeLessThanOrEqual(60)
    expect(codes[69]).toBe('auth.locked')
    expect((await ask(callId, ticket)).body.error.code).toBe('auth.locked')
    // The open door from the same network goes on.
    expect((await court.call('anyone', 'POST', '/complaints/lookup', ticket)).status).toBe(200)
  }, 60_000)
})
