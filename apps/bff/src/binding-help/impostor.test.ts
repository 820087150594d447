import mongoose from 'mongoose'
import { newCommandId, openTestCourt, type TestCourt } from '../test-support/court'

/*
 * An applicant who knows the respondent's name, identity number, phone and case, and has a slip of theirs in hand, tries to become them by
 * every way there is. They get nothing: no case, no code, not another answer than for a person who does not exist, and the store is asked
 * as much for the one as for the other.
 */
let court: TestCourt
let count = 0
let victim: { name: string; identityNumber: string }
let phone: string
const nobody = { name: '查无此人', identityNumber: '000000199001019999' }
const NOBODYS_PHONE = '19900000888'

beforeAll(async () => {
  court = await openTestCourt({ trustProxy: 1, addressOfCall: () => `10.3.${++count >> 8}.${count & 255}` })
  const papers = court.papersOf('opponent')
  ;[victim, phone] = [{ name: papers.name, identityNumber: papers.identityNumber }, papers.phone]
})
afterAll(() => court.close())

async function account() {
  const token = (await court.call('anyone', 'POST', '/auth/wechat', { code: court.wechatCode(`impostor-${++count}`) })).body.data.accessToken as string
  return async (method: string, path: string, body?: object) => {
    const response = await fetch(`${court.origin}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'X-Forwarded-For': `10.4.${++count >> 8}.${count & 255}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, text: await response.text() }
  }
}
type Account = Awaited<ReturnType<typeof account>>

/** What the store is asked meanwhile, as `collection.method`, in the order in which it is asked. */
async function asking<T>(act: () => Promise<T>): Promise<{ answer: T; asked: string[] }> {
  const asked: string[] = []
  mongoose.set('debug', (collection: string, method: string) => void (collection.startsWith('identity_') && asked.push(`${collection}.${method}`)))
  try {
    return { answer: await act(), asked }
  } finally {
    mongoose.set('debug', false)
  }
}
/** The same try with the victim's papers and with nobody's: answers and work must be alike. Receipts and instants are one's own. */
async function alike(attempt: (me: Account, papers: typeof victim, phone: string) => Promise<{ status: number; text: string }>) {
  const [one, other] = [await account(), await account()]
  const real = await asking(() => attempt(one, victim, phone))
  const made = await asking(() => attempt(other, nobody, NOBODYS_PHONE))
  const plain = (text: string): string => text.replace(/"receipt":"\w{8}"/, '"receipt":"…"')
  expect([real.answer.status, plain(real.answer.text)]).toEqual([made.answer.status, plain(made.answer.text)])
  expect(real.asked).toEqual(made.asked)
  for (const me of [one, other]) {
    expect((await me('GET', '/me')).text).toContain('"kind":"account"')
    expect((await me('GET', '/cases')).status).toBe(403)
  }
  return real.answer
}

test('by phone: the code went to the respondent, and a guess is the same guess as for nobody', async () => {
  const sent = await alike((me, _papers, to) => me('POST', '/auth/sms-codes', { phone: to }))
  expect(sent.status).toBe(200)
  const answer = await alike((me, papers, to) => me('POST', '/bindings', { ...papers, phone: to, code: '000000' }))
  expect(answer.text).toContain('binding.failed')
})

test('by phone: one’s own, with a right code, is not the respondent’s', async () => {
  const mine = '19900000555'
  await court.call('anyone', 'POST', '/auth/sms-codes', { phone: mine })
  const code = await court.codeSentTo(mine)
  const me = await account()
  expect((await me('POST', '/bindings', { ...victim, phone: mine, code })).text).toContain('binding.failed')
})

test('by window code: a guess, and a code that was meant for oneself', async () => {
  const guess = await alike((me, papers) => me('POST', '/bindings/window-code', { ...papers, windowCode: '22222222' }))
  expect(guess.text).toContain('binding.failed')
  const { name, identityNumber } = court.papersOf('owner')
  const own = await court.call('window', 'POST', '/window/binding-codes', { name, identityNumber, checkedCard: true })
  const me = await account()
  expect((await me('POST', '/bindings/window-code', { ...victim, windowCode: own.body.data.code })).text).toContain('binding.failed')
})

test('by another kind of document with the same number', async () => {
  const answer = await alike((me, papers) => me('POST', '/bindings/window-code', { ...papers, documentKind: 'passport', identityNumber: papers.identityNumber.slice(0, 15), windowCode: '22222222' }))
  expect(answer.text).toContain('binding.failed')
})

test('by asking for help in the app: the answer is the asker’s own request and nothing else', async () => {
  const ask = (papers: object, to: string) => ({ commandId: newCommandId(), reason: 'wrong_phone', ...papers, phone: to, caseNumber: '（2026）虚01执1号' })
  const answer = await alike((me, papers, to) => me('POST', '/binding-help', ask(papers, to)))
  expect(answer.status).toBe(200)
  expect(answer.text).not.toMatch(/known|callBack|当事人/)
})

describe('by telephone', () => {
  const desk = async (persona: 'hotline' | 'window', papers: object) => {
    const registered = await court.call(persona, 'POST', '/desk/binding-help', { commandId: newCommandId(), way: 'telephone', reason: 'wrong_phone', ...papers, phone: '19900000555' })
    const { requestId, receipt, followUp } = registered.body.data as { requestId: string; receipt: string; followUp: string }
    await court.call(persona, 'POST', `/desk/binding-help/${requestId}/taking`, { commandId: newCommandId() })
    return { requestId, receipt, followUp }
  }
  test('what is told to the caller is the same for anybody, and how it stands as well', async () => {
    const [real, made] = [await desk('hotline', victim), await desk('hotline', nobody)]
    const look = (of: typeof real) => court.call('anyone', 'POST', '/binding-help/lookup', { receipt: of.receipt, followUp: of.followUp })
    const strip = (text: string): string => text.replace(/"receipt":"\w{8}"/, '')
    expect(strip((await look(real)).text)).toBe(strip((await look(made)).text))
  })
  test('a clerk who believes every word still calls no number but the respondent’s own', async () => {
    const { requestId } = await desk('hotline', victim)
    const issue = (more: object) => court.call('hotline', 'POST', `/desk/binding-help/${requestId}/code`, {
      commandId: newCommandId(), ...victim, handedOver: 'call_back', checks: ['called_known_number', 'case_facts'], ...more,
    })
    expect((await issue({ calledNumber: '19900000555' })).body.error.code).toBe('help.number_unknown')
    expect((await issue({})).body.error.code).toBe('help.number_unknown')
    expect((await issue({ handedOver: 'in_person', checks: ['document_original', 'face_matches'] })).body.error.code).toBe('access.forbidden')
    expect((await court.call('hotline', 'POST', `/desk/binding-help/${requestId}/phone-codes`, { phone: '19900000555' })).body.error.code).toBe('access.forbidden')
  })
  test('a number that the applicant told the court about the respondent is none to call back', async () => {
    const told = '19900000666'
    await court.rooms.identity.people.import({ ...victim, phones: [{ number: told, source: 'opponent', at: '2026-03-01T00:00:00.000Z' }] })
    const { requestId } = await desk('hotline', victim)
    const { body } = await court.call('hotline', 'GET', `/desk/binding-help/${requestId}`)
    expect(body.data.details.callBack.map(({ number }: { number: string }) => number)).toEqual([phone])
  })
})

test('by the slip: the token opens nothing for an account, and for a person no case that is not theirs', async () => {
  const printed = await court.rooms.bindingHelp.slips.issue({ caseId: 'c_casealpha', personId: court.id('opponent'), issuedBy: court.id('officer') })
  const stranger = await account()
  expect((await stranger('POST', '/slips/open', { slip: printed.token })).text).toContain('binding.required')
  const [known, unknown] = [printed.token, 'A'.repeat(22)]
  const refused = [await court.call('outsider', 'POST', '/slips/open', { slip: known }), await court.call('outsider', 'POST', '/slips/open', { slip: unknown })]
  expect(new Set(refused.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([expect.stringMatching(/^404 .*input\.not_found/)]))
  // Whoever is in the case anyway lands there, and has no more of it than before.
  expect((await court.call('owner', 'POST', '/slips/open', { slip: known })).body.data).toEqual({ caseId: 'c_casealpha' })
  expect((await court.call('owner', 'GET', `/threads/c_casealpha/${court.id('opponent')}`)).status).toBe(404)
  // Only the hash is kept, and it ends by its day.
  expect(JSON.stringify(await court.connection.db!.collection('binding_slips').find().toArray())).not.toContain(known)
  const back = court.later({ days: 181 })
  expect((await court.call('owner', 'POST', '/slips/open', { slip: known })).status).toBe(404)
  back()
})

test('by changing the phone: one’s own account changes one’s own phones', async () => {
  const me = court
  const theirs = (await court.call('opponent', 'GET', '/me')).body.data.phones[0].id as string
  expect((await me.call('owner', 'POST', '/me/phones/codes', { phoneId: theirs })).status).toBe(404)
  await court.call('owner', 'POST', '/me/phones/codes', { phone: '19900000555' })
  const code = await court.codeSentTo('19900000555')
  const wrong = await court.call('owner', 'POST', '/me/phones', { phone: '19900000555', code, old: { phoneId: theirs, code } })
  expect(wrong.body.error.code).toBe('phones.failed')
  expect((await court.call('opponent', 'GET', '/me')).body.data.phones).toHaveLength(1)
})

test('after all of it the respondent binds as if nothing had been', async () => {
  await court.rooms.identity.idle()
  const back = court.later({ minutes: 30 })
  const me = await account()
  await court.call('anyone', 'POST', '/auth/sms-codes', { phone })
  const answer = await me('POST', '/bindings', { ...victim, phone, code: await court.codeSentTo(phone) })
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining(court.id('opponent'))])
  back()
})
