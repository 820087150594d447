import { caseChain, threadChain } from '@zhixin/shared/ids'
import { CASE, openTestCourt, OTHER_CASE, type Persona, type TestCourt } from '../test-support/court'

const NOTE = { needs: ['eyes', 'language'], which: '闽南话', note: '请打我女儿电话', agreed: true }
const LINES = [
  { icon: 'eye', text: '看字吃力：请打电话或用语音，字句尽量短' }, { icon: 'language', text: '语言不通（闽南话）：请先问清是否需要翻译或家人在场' },
  { icon: 'person', text: '本人说明：请打我女儿电话' },
]

describe('what a person tells of themselves', () => {
  let court: TestCourt
  beforeAll(async () => (court = await openTestCourt()))
  afterAll(() => court.close())
  const thread = (person: Persona) => `/threads/${CASE}/${court.id(person)}`
  const seen = async (reader: Persona, person: Persona = 'owner') => (await court.call(reader, 'GET', thread(person))).body.data?.helpNeeds

  it('is asked with what for, and nothing is told before', async () => {
    const { status, body } = await court.call('owner', 'GET', '/me/help-needs')
    expect(status).toBe(200)
    expect(body.data.purpose).toMatch(/可以不填，随时可以删除/)
    expect(body.data.choices.map(({ id }: { id: string }) => id)).toEqual(['eyes', 'ears', 'reading', 'language'])
    expect(body.data.told).toBeNull()
    expect(await seen('officer')).toBeNull()
  })

  it.each([
    ['without the consent', { ...NOTE, agreed: false }],
    ['no need that the court lists', { needs: ['money'], agreed: true }],
    ['nothing at all', { needs: [], agreed: true }],
    ['a line that is too long', { ...NOTE, note: '长'.repeat(61) }],
    ['a field that is none', { ...NOTE, personId: 'p_0000000000000000' }],
  ])('is refused: %s', async (_, body) => {
    expect((await court.call('owner', 'PUT', '/me/help-needs', body)).status).toBe(400)
    expect((await court.call('owner', 'GET', '/me/help-needs')).body.data.told).toBeNull()
  })

  it('is read in their own thread by who answers there and who leads them, and by nobody else', async () => {
    expect((await court.call('owner', 'PUT', '/me/help-needs', NOTE)).status).toBe(200)
    for (const reader of ['officer', 'judge', 'leader', 'director'] as const) expect((await seen(reader)).lines).toEqual(LINES)
    // Themselves: on their own page, not in the thread.
    expect(await seen('owner')).toBeNull()
    expect((await court.call('owner', 'GET', '/me/help-needs')).body.data.told).toEqual({
      needs: ['eyes', 'language'], which: '闽南话', note: '请打我女儿电话', changedAt: expect.any(String),
    })
    // Their agent's and their opponent's threads are about other people.
    for (const person of ['agent', 'opponent'] as const) for (const reader of ['officer', 'judge', 'leader', person] as const) expect(await seen(reader, person)).toBeNull()
    const apart: Persona[] = ['agent', 'opponent', 'coparty', 'outsider', 'stranger', 'otherJudge', 'otherLeader', 'colleague', 'president', 'inspector', 'systemAdmin', 'securityAdmin', 'auditor', 'window', 'hotline']
    for (const reader of apart) {
      const { status, text } = await court.call(reader, 'GET', thread('owner'))
      expect([reader, status]).toEqual([reader, 404])
      expect(text).not.toContain('闽南话')
      const everything = await Promise.all(['/me', '/cases', `/cases/${CASE}`, `/cases/${OTHER_CASE}`, '/work-list', '/me/help-needs'].map((path) => court.call(reader, 'GET', path)))
      for (const answer of everything) expect(answer.text).not.toMatch(/闽南话|看字吃力：|女儿/)
    }
  })

  it('is what an agent needs in the agent’s own thread', async () => {
    await court.call('agent', 'PUT', '/me/help-needs', { needs: ['ears'], agreed: true })
    expect((await seen('officer', 'agent')).lines).toEqual([{ icon: 'sound', text: '听力不好：说话慢一些，要紧的话写成字发一遍' }])
    expect((await seen('officer')).lines).toEqual(LINES)
    await court.call('agent', 'DELETE', '/me/help-needs')
  })

  it('is read by the desk that has their papers before it, which leaves a trace; wrong papers and unknown people are told alike', async () => {
    const { name, identityNumber } = court.papersOf('owner')
    for (const desk of ['window', 'hotline'] as const) {
      expect((await court.call(desk, 'POST', '/desk/help-needs', { name, identityNumber })).body.data.helpNeeds.lines).toEqual(LINES)
    }
    const nothing = await court.call('hotline', 'POST', '/desk/help-needs', { name: '另一个人', identityNumber })
    const nobody = await court.call('hotline', 'POST', '/desk/help-needs', { name, identityNumber: '000000195001010099' })
    const silent = await court.call('hotline', 'POST', '/desk/help-needs', court.papersOf('outsider') && (({ phone: _, ...papers }) => papers)(court.papersOf('outsider')))
    for (const { status, text } of [nothing, nobody, silent]) expect([status, text]).toEqual([200, '{"data":{"helpNeeds":null}}'])
    const stored = await court.connection.db!.collection<{ _id: string; traces: { what: string; by: string }[] }>('identity_help_needs').findOne({ _id: court.id('owner') })
    expect(stored!.traces.map(({ what, by }) => [what, by])).toEqual([['told', expect.stringMatching(/^u_/)], ['looked', court.id('window')], ['looked', court.id('hotline')]])
  })

  it('stands sealed in the store, and in no chain of the log', async () => {
    const raw = JSON.stringify(await court.connection.db!.collection('identity_help_needs').find().toArray())
    expect(raw).not.toMatch(/eyes|language|闽南|女儿/)
    const chains = [caseChain(CASE), threadChain({ caseId: CASE, personId: court.id('owner') })]
    const entries = (await Promise.all(chains.map((chain) => court.rooms.log.list(chain, { after: -1, limit: 200 })))).flat()
    expect(JSON.stringify(entries)).not.toMatch(/eyes|闽南|help_?needs/i)
  })

  it('is gone once it is taken back; who and when is all that is left', async () => {
    expect((await court.call('owner', 'DELETE', '/me/help-needs')).body.data.told).toBeNull()
    expect(await seen('officer')).toBeNull()
    const stored = await court.connection.db!.collection<{ _id: string; sealed: string | null; traces: { what: string }[] }>('identity_help_needs').findOne({ _id: court.id('owner') })
    expect(stored!.sealed).toBeNull()
    expect(stored!.traces.at(-1)!.what).toBe('taken_back')
    // A second time, and by who never told anything: nothing to take back.
    expect((await court.call('owner', 'DELETE', '/me/help-needs')).status).toBe(200)
    expect((await court.call('outsider', 'DELETE', '/me/help-needs')).status).toBe(200)
    expect(await court.connection.db!.collection<{ _id: string }>('identity_help_needs').countDocuments({ _id: court.id('outsider') })).toBe(0)
  })
})

describe('how somebody wants things drawn', () => {
  let court: TestCourt
  beforeAll(async () => (court = await openTestCourt()))
  afterAll(() => court.close())
  const drawn = async (who: Persona) => (await court.call(who, 'GET', '/me/display')).body.data.display

  it('is remembered for each one, on whatever phone they sign in, and for nobody else', async () => {
    expect(await drawn('owner')).toBeNull()
    expect((await court.call('owner', 'PUT', '/me/display', { size: 'largest', elder: true })).status).toBe(200)
    await court.call('officer', 'PUT', '/me/display', { size: 'large', elder: false })
    court.forgetTokens()
    expect(await drawn('owner')).toEqual({ size: 'largest', elder: true })
    expect(await drawn('officer')).toEqual({ size: 'large', elder: false })
    expect(await drawn('opponent')).toBeNull()
    expect(await drawn('judge')).toBeNull()
  })
  it('is one of the sizes there are', async () => {
    for (const body of [{ size: 'huge', elder: true }, { elder: true }, { size: 'large', elder: true, personId: 'p_0000000000000000' }]) {
      expect((await court.call('owner', 'PUT', '/me/display', body)).status).toBe(400)
    }
    expect(await drawn('owner')).toEqual({ size: 'largest', elder: true })
  })
  it('is nothing that one who is nobody yet has', async () => {
    expect((await court.call('anyone', 'GET', '/me/display')).status).toBe(401)
    expect((await court.call('account', 'PUT', '/me/display', { size: 'large', elder: true })).status).toBe(403)
  })
})
