import { accessChain, caseChain, threadChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { CASE, message, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

const CARD = '4111111111111111'
const OTHER_CARD = '5500005555555559'
const OWNER_PHONE = '19900000001'
const SPECIAL_PHONE = '19900000006'

describe('the account that a party is paid into', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  afterEach(() => court.settled())

  const place = (persona: string, caseId = CASE) => `/threads/${caseId}/${court.id(persona)}/receiving-account`
  const view = (persona: Persona, of: string = persona, caseId = CASE) => court.call(persona, 'GET', place(of, caseId))
  /** A fresh code, as its owner reads it off their phone. Codes to one phone come a minute apart. */
  async function codeFor(persona: Persona, phone: string, caseId = CASE): Promise<{ phone: string; code: string }> {
    court.later({ minutes: 2 })
    // A text about the last change must not come after the one with the code.
    await court.settled()
    await court.rooms.identity.idle()
    const { phones } = (await view(persona, persona, caseId)).body.data
    const ref = phones[0].ref
    expect((await court.call(persona, 'POST', `${place(persona, caseId)}/codes`, { phone: ref })).status).toBe(200)
    return { phone: ref, code: await court.codeSentTo(phone) }
  }
  const wanted = (proof: { phone: string; code: string }, more: object = {}) => ({
    commandId: newCommandId(), partyId: court.id('owner'), holder: '当事人1号', bank: '示范银行', account: CARD, ...proof, ...more,
  })
  const set = (persona: Persona, body: object, of: string = persona, caseId = CASE) => court.call(persona, 'POST', place(of, caseId), body)
  const errorOf = ({ status, body }: Awaited<ReturnType<typeof set>>) => [status, body.error?.code, body.error?.field]
  const began = (who: string, standing: string, more: JsonObject = {}, caseId = CASE) =>
    court.rooms.log.append({
      chain: caseChain(caseId), key: `began/${caseId}/${who}`,
      decide: async () => ({
        type: 'relation.began', actor: { kind: 'system', id: 'court-system', role: 'import' },
        body: { relationId: court.id(who).replace('p_', 'l_'), personId: court.id(who), partyId: court.id('owner'), standing, evidence: { kind: 'court_system' }, ...more },
      }),
    })
  const own = async (persona: Persona) => (await view(persona)).body.data.parties[0]

  it('is set with a fresh code; the thread holds the last four digits alone, and neither entry nor store the number', async () => {
    const proof = await codeFor('owner', OWNER_PHONE)
    const body = wanted(proof, { account: '4111 1111-1111 1111', holder: ' 当事人 1 号 ' })
    const answer = await set('owner', body)
    expect(answer.status).toBe(200)
    const [entry] = (await court.rooms.log.list(threadChain({ caseId: CASE, personId: court.id('owner') }))).slice(-1)
    expect(entry).toMatchObject({ type: 'receiving_account.set', index: answer.body.data.index, body: { bank: '示范银行', last4: '1111', holderMatches: true } })
    expect(JSON.stringify(entry)).not.toContain(CARD)
    const stored = JSON.stringify(await court.connection.db!.collection('receiving_accounts').find({}).toArray())
    expect(stored).not.toContain(CARD)
    expect((await own('owner')).current).toMatchObject({ bank: '示范银行', last4: '1111', byName: null })
  })

  it('a repeat after a lost answer gets the first answer, without another code; with another number it is refused', async () => {
    const body = wanted(await codeFor('owner', OWNER_PHONE))
    const first = await set('owner', body)
    const again = await set('owner', { ...body, code: '000000' })
    expect(again.body.data).toEqual(first.body.data)
    expect(errorOf(await set('owner', { ...body, account: OTHER_CARD }))).toEqual([409, 'log.key_conflict', undefined])
    // Same last four digits, another card.
    expect(errorOf(await set('owner', { ...body, account: '6222000000031111' }))).toEqual([409, 'log.key_conflict', undefined])
  })

  it('a code does once, for this alone, and a stolen session without the phone gets nowhere', async () => {
    const proof = await codeFor('owner', OWNER_PHONE)
    expect((await set('owner', wanted(proof))).status).toBe(200)
    const before = (await own('owner')).current
    expect(errorOf(await set('owner', wanted(proof, { account: OTHER_CARD })))).toEqual([409, 'receiving_account.not_confirmed', 'body.code'])
    // A code asked for at sign-in is for signing in.
    court.later({ minutes: 2 })
    await court.call('anyone', 'POST', '/auth/sms-codes', { phone: OWNER_PHONE })
    const signIn = await court.codeSentTo(OWNER_PHONE)
    expect(errorOf(await set('owner', wanted({ phone: proof.phone, code: signIn }, { account: OTHER_CARD })))).toEqual([409, 'receiving_account.not_confirmed', 'body.code'])
    expect((await own('owner')).current).toEqual(before)
    expect(await court.connection.db!.collection('receiving_accounts').countDocuments()).toBe((await own('owner')).earlier.length + 1)
  })

  it('guessing the code is locked after a few tries, and not even the right one does then', async () => {
    const caseId = await court.newCase()
    const proof = await codeFor('opponent', '19900000003', caseId)
    const guess = (code: string) => set('opponent', { ...wanted({ ...proof, code }), partyId: court.id('opponent'), holder: '当事人3号' }, 'opponent', caseId)
    const wrong = String((Number(proof.code) + 1) % 1_000_000).padStart(6, '0')
    for (let i = 0; i < 5; i++) expect(errorOf(await guess(wrong))[1]).toBe('receiving_account.not_confirmed')
    // The code has had its tries; the account has a few left, and then waits.
    expect(errorOf(await guess(proof.code))[1]).toBe('receiving_account.not_confirmed')
    for (let i = 0; i < 2; i++) await guess(wrong)
    expect(errorOf(await guess(proof.code))).toEqual([429, 'auth.locked', undefined])
    court.later({ minutes: 30 })
  })

  it('another’s name, a number with a slip and an identity number are refused before a code is spent', async () => {
    const proof = await codeFor('owner', OWNER_PHONE)
    expect(errorOf(await set('owner', wanted(proof, { holder: '当事人2号' })))).toEqual([409, 'receiving_account.name_mismatch', 'body.holder'])
    expect(errorOf(await set('owner', wanted(proof, { account: '4111111111111112' })))).toEqual([400, 'receiving_account.number_wrong', 'body.account'])
    expect(errorOf(await set('owner', wanted(proof, { account: '11010519491231002X' })))).toEqual([400, 'receiving_account.number_wrong', 'body.account'])
    expect((await set('owner', wanted(proof))).status).toBe(200)
  })

  it('a general agent, a co-party, an opponent and the court’s side cannot set it, nor see where a code would go', async () => {
    const caseId = await court.newCase()
    await began('coparty', 'agent', { authority: 'special', partyId: court.id('opponent') }, caseId)
    const proof = await codeFor('owner', OWNER_PHONE, caseId)
    for (const persona of ['agent', 'officer', 'judge', 'leader'] as const) {
      const of = persona === 'agent' ? 'agent' : 'owner'
      expect(errorOf(await set(persona, wanted(proof), of, caseId))).toEqual([403, 'access.forbidden', undefined])
      expect((await view(persona, of, caseId)).status).toBe(403)
    }
    for (const persona of ['opponent', 'coparty', 'outsider'] as const) {
      expect(errorOf(await set(persona, wanted(proof), 'owner', caseId))).toEqual([404, 'input.not_found', undefined])
    }
    // In their own thread they are somebody, but not for this party: even with the owner's own code in hand.
    expect(errorOf(await set('opponent', wanted(proof), 'opponent', caseId))).toEqual([400, 'input.invalid', 'body.partyId'])
    expect(errorOf(await set('coparty', wanted(proof), 'coparty', caseId))).toEqual([400, 'input.invalid', 'body.partyId'])
    expect((await view('owner', 'owner', caseId)).body.data.parties[0].current).toBeNull()
  })

  it('somebody with full rights for one party and general authority for another sets the first one’s alone', async () => {
    const caseId = await court.newCase()
    await began('opponent', 'agent', { authority: 'general' }, caseId)
    const proof = await codeFor('opponent', '19900000003', caseId)
    expect(errorOf(await set('opponent', wanted(proof), 'opponent', caseId))).toEqual([403, 'messaging.special_authority_required', 'body.partyId'])
  })

  it('set by a special agent it stands in the party’s own thread too, and every confirmed phone of both hears of it, neutrally', async () => {
    const caseId = await court.newCase()
    await began('special', 'agent', { authority: 'special' }, caseId)
    const proof = await codeFor('special', SPECIAL_PHONE, caseId)
    expect((await set('special', wanted(proof, { account: OTHER_CARD }), 'special', caseId)).status).toBe(200)
    await court.settled()
    expect((await view('owner', 'owner', caseId)).body.data.parties[0].current).toMatchObject({ last4: '5559', byName: '当事人6号' })
    await court.rooms.identity.idle()
    for (const phone of [OWNER_PHONE, SPECIAL_PHONE]) expect(court.lastText(phone)).toMatch(/案款收款账户刚刚有变动.*请马上拨打12368/)
    expect(court.lastText(OWNER_PHONE)).not.toMatch(/执\d|银行|\d{6}/)
    // Nobody else's phone, nobody else's thread.
    for (const persona of ['agent', 'opponent'] as const) {
      const entries = await court.rooms.log.list(threadChain({ caseId, personId: court.id(persona) }))
      expect(entries.filter(({ type }) => type.startsWith('receiving_account'))).toEqual([])
    }
  })

  it('only the newest counts; handlers read the number by a route of its own, and every opening is on record', async () => {
    const caseId = await court.newCase()
    await set('owner', wanted(await codeFor('owner', OWNER_PHONE, caseId)), 'owner', caseId)
    await set('owner', wanted(await codeFor('owner', OWNER_PHONE, caseId), { account: OTHER_CARD }), 'owner', caseId)
    const list = await court.call('officer', 'GET', `/cases/${caseId}/receiving-accounts`)
    const [party] = list.body.data.parties
    expect([party.name, party.current.last4, party.earlier.map((one: { last4: string }) => one.last4)]).toEqual(['当事人1号', '5559', ['1111']])
    expect(list.text).not.toContain(OTHER_CARD)
    const number = (persona: Persona, accountId: string) => court.call(persona, 'GET', `/cases/${caseId}/receiving-accounts/${accountId}/number`)
    expect((await number('officer', party.current.accountId)).body.data).toEqual({ account: OTHER_CARD, holder: '当事人1号', bank: '示范银行', isCurrent: true })
    expect((await number('judge', party.earlier[0].accountId)).body.data).toMatchObject({ account: CARD, isCurrent: false })
    for (const persona of ['owner', 'opponent', 'leader'] as const) expect((await number(persona, party.current.accountId)).status).toBe(403)
    expect((await number('stranger', party.current.accountId)).status).toBe(404)
    const opened = (await court.rooms.log.list(accessChain(caseId))).filter(({ body }) => String(body.what).startsWith('receiving_account/'))
    expect(opened.map(({ actor, body }) => [actor.id, body.what])).toEqual([
      [court.id('officer'), `receiving_account/${party.current.accountId}`], [court.id('judge'), `receiving_account/${party.earlier[0].accountId}`],
    ])
  })

  it('who has stood for the party and no longer does sets nothing more', async () => {
    const caseId = await court.newCase()
    await began('special', 'agent', { authority: 'special' }, caseId)
    const proof = await codeFor('special', SPECIAL_PHONE, caseId)
    await court.rooms.log.append({
      chain: caseChain(caseId), key: `ended/${caseId}`,
      decide: async () => ({ type: 'relation.ended', actor: { kind: 'system', id: 'x', role: 'import' }, body: { relationId: court.id('special').replace('p_', 'l_'), because: 'revoked' } }),
    })
    expect((await set('special', wanted(proof), 'special', caseId)).status).toBe(404)
  })

  it('never goes into a message, and whoever tries is shown the form', async () => {
    const answer = await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message(`请打到 ${CARD}`))
    expect([answer.status, answer.body.error.code]).toEqual([400, 'messaging.sensitive_number'])
    expect(answer.body.error.message).toContain('收款账户')
  })

  it('is for who is signed in, in form', async () => {
    expect((await court.call('anyone', 'GET', place('owner'))).status).toBe(401)
    expect((await set('owner', { ...wanted({ phone: 'nosuchphone', code: '12' }) })).status).toBe(400)
    expect(errorOf(await court.call('owner', 'POST', `${place('owner')}/codes`, { phone: 'nosuchphone' }))).toEqual([409, 'receiving_account.no_phone', 'body.phone'])
  })

  it('is paid to nowhere once it is sealed: gone for whoever set it, for the party it was told to, and for the handlers, number and all', async () => {
    const caseId = await court.newCase()
    await began('special', 'agent', { authority: 'special' }, caseId)
    const proof = await codeFor('special', SPECIAL_PHONE, caseId)
    const answer = await set('special', wanted(proof, { bank: '紫藤萝银行' }), 'special', caseId)
    expect(answer.status).toBe(200)
    await court.settled()
    const list = () => court.call('officer', 'GET', `/cases/${caseId}/receiving-accounts`)
    const { accountId } = (await list()).body.data.parties[0].current
    const number = `/cases/${caseId}/receiving-accounts/${accountId}/number`
    expect((await court.call('officer', 'GET', number)).status).toBe(200)
    expect((await view('owner', 'owner', caseId)).body.data.parties[0].current).toMatchObject({ bank: '紫藤萝银行' })

    const target = `/threads/${caseId}/${court.id('special')}/messages/${answer.body.data.index}/seal-request`
    expect((await court.call('special', 'POST', target, { commandId: newCommandId(), reason: 'wrong_case' })).status).toBe(200)
    expect((await court.call('leader', 'POST', `${target}/approval`, { commandId: newCommandId() })).status).toBe(200)
    await court.settled()
    expect((await list()).body.data.parties).toEqual([])
    expect((await court.call('officer', 'GET', number)).status).toBe(404)
    for (const who of ['special', 'owner'] as const) {
      expect((await view(who, who, caseId)).body.data.parties[0].current).toBeNull()
      for (const reader of [who, 'officer', 'leader'] as const) {
        const { text } = await court.call(reader, 'GET', `/threads/${caseId}/${court.id(who)}/entries?limit=200`)
        // Four digits stand by chance in a hash now and then.
        expect(text.replace(/"[0-9a-f]{32,64}"/g, '')).not.toMatch(/紫藤萝|1111/)
      }
    }
    // By the same decision, once.
    const copies = (await court.rooms.log.list(threadChain({ caseId, personId: court.id('owner') }))).filter(({ type }) => type === 'seal.approved')
    expect(copies).toMatchObject([{ actor: { id: court.id('leader') }, body: { reason: 'wrong_case' } }])
  })
})
