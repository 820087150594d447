import { callChain } from '@zhixin/shared/ids'
import { newCommandId, CASE, message, openTestCourt, type TestCourt } from '../test-support/court'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
}, 60_000)
afterAll(() => court.close())

type Desk = 'hotline' | 'duty'
const send = (who: Desk, target: string, body: object = {}) => court.call(who, 'POST', `/hotline${target}`, { commandId: newCommandId(), ...body })
const pickUp = async (): Promise<string> => (await send('hotline', '/calls', { line: 'hotline' })).body.data.callId
const codeOf = ({ body }: { body: { error?: { code: string } } }): string | undefined => body.error?.code
const papersOf = (who: 'owner' | 'outsider') => {
  const { name, identityNumber } = court.papersOf(who)
  return { name, identityNumber }
}
const NOBODY = { name: '没有这个人', identityNumber: '000000199001010009' }
const CHECKS = ['called_known_number', 'case_facts']
const hangUp = (callId: string, how = 'to_call_back') => send('hotline', `/calls/${callId}/end`, { how })
const waiting = async (who: Desk = 'hotline') => (await court.call(who, 'GET', '/hotline/desk')).body.data.callBacks
async function asked(papers: object): Promise<string> {
  const callId = await pickUp()
  expect((await send('hotline', `/calls/${callId}/call-back`, papers)).status).toBe(200)
  await hangUp(callId)
  return callId
}

describe('ringing back', () => {
  it('is asked for with one answer, whether the court knows the caller or not, and shows no number while they are on the line', async () => {
    const [known, unknown] = [await pickUp(), await pickUp()]
    const answers = []
    for (const [callId, papers] of [[known, papersOf('owner')], [unknown, NOBODY]] as const) {
      const { status, text } = await send('hotline', `/calls/${callId}/call-back`, papers)
      answers.push(`${status} ${text.replaceAll(callId, 'h')}`)
    }
    expect(answers[0]).toBe(answers[1])
    expect(await waiting()).toEqual([])
    expect(codeOf(await send('hotline', `/call-backs/${known}`))).toBe('hotline.still_on_line')
    await hangUp(known)
    await hangUp(unknown)
    expect((await waiting()).map(({ nameMasked }: { nameMasked: string }) => nameMasked[0]).sort()).toEqual(['当', '没'].sort())
    // Nobody who asks a second time in one call, and nobody whose call is over.
    expect(codeOf(await send('hotline', `/calls/${known}/call-back`, papersOf('owner')))).toBe('hotline.call_over')
    const none = (await send('hotline', `/call-backs/${unknown}`)).body.data
    expect(none.ring).toEqual({ name: NOBODY.name, numbers: [], checks: CHECKS })
    await hangUp(none.callId, 'no_number')
    const found = (await send('hotline', `/call-backs/${known}`)).body.data
    await hangUp(found.callId, 'somebody_else')
    expect(await waiting()).toEqual([])
  })

  it('goes to a number that its owner has confirmed, with all that is to be looked at; then the messages may be told too', async () => {
    await court.call('officer', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message('请来领取案款'))
    const of = await asked(papersOf('owner'))
    const { body } = await send('hotline', `/call-backs/${of}`)
    const { callId, ring } = body.data
    expect(ring.numbers).toEqual([{ number: '19900000001', source: 'self', since: '2026-01-01T00:00:00.000Z' }])
    const back = (more: object) => send('hotline', `/calls/${callId}/called-back`, { number: '19900000001', checks: CHECKS, ...more })
    expect(codeOf(await back({ number: '19900000003' }))).toBe('hotline.no_such_number')
    expect(codeOf(await back({ checks: ['case_facts'] }))).toBe('hotline.checks_missing')
    expect((await send('hotline', `/calls/${callId}/telling`, { caseId: CASE, what: ['inbox'] })).status).toBe(409)
    expect((await back({})).body.data).toMatchObject({ verified: { by: 'call_back' }, tells: ['progress', 'secret_progress', 'inbox'] })
    const told = (await send('hotline', `/calls/${callId}/telling`, { caseId: CASE, what: ['progress', 'secret_progress', 'inbox'] })).body.data
    const own = (await court.call('owner', 'GET', '/inbox')).body.data
    expect(told.inbox).toEqual(own.items.filter(({ caseId }: { caseId: string }) => caseId === CASE))
    const entries = await court.rooms.log.list(callChain(callId))
    expect(entries.find(({ type }) => type === 'call.verified')?.body).toEqual({
      by: 'call_back', personId: court.id('owner'), checks: CHECKS, calledNumber: { source: 'self', since: '2026-01-01T00:00:00.000Z' },
    })
    expect(JSON.stringify(entries)).not.toContain('19900000001')
    // What was read out is no reading of the person's own.
    expect((await court.call('owner', 'GET', '/inbox?unread=1')).body.data.unread).toBeGreaterThan(0)
    expect(await waiting()).toEqual([])
  })

  it('takes whoever was reached from the list, also where the answer to that was lost half way', async () => {
    const of = await asked(papersOf('owner'))
    const { callId } = (await send('hotline', `/call-backs/${of}`)).body.data
    const kept = court.connection.db!.collection('hotline_kept')
    const waits = await kept.findOne({ _id: of as never })
    const commandId = newCommandId()
    const back = () => send('hotline', `/calls/${callId}/called-back`, { commandId, number: '19900000001', checks: CHECKS })
    expect((await back()).status).toBe(200)
    // As where the server stopped between the entry and the list.
    await kept.replaceOne({ _id: of as never }, waits!)
    expect((await back()).body.data.verified.by).toBe('call_back')
    await hangUp(callId, 'answered')
    expect(await waiting()).toEqual([])
  })

  it('is one clerk’s at a time, waits for another try where nobody answered, and ends with its day', async () => {
    const of = await asked(papersOf('outsider'))
    const commandId = newCommandId()
    const first = (await send('hotline', `/call-backs/${of}`, { commandId })).body.data
    expect((await send('hotline', `/call-backs/${of}`, { commandId })).body.data.callId).toBe(first.callId)
    expect(codeOf(await send('duty', `/call-backs/${of}`))).toBe('hotline.call_back_taken')
    expect(await waiting('duty')).toEqual([])
    await hangUp(first.callId, 'no_answer')
    expect(await waiting('duty')).toMatchObject([{ callId: of, tried: 1 }])
    const second = await send('duty', `/call-backs/${of}`)
    expect(second.body.data.ring.numbers).toHaveLength(1)
    const back = court.later({ days: 3 })
    expect(await waiting()).toEqual([])
    expect(codeOf(await send('hotline', `/call-backs/${of}`))).toBe('hotline.call_back_taken')
    back()
  })
})
