import { caseChain, conductChain, threadChain } from '@zhixin/shared/ids'
import { SettlementPassedOnSchema } from '@zhixin/shared/rules'
import { form, message, newCommandId, openTestCourt, PNG, type Persona, type TestCourt } from '../test-support/court'
import { carryOver } from './settlement'
import { createWorkListHints } from './work-list-hints'

describe('what goes wrong in a channel', () => {
  let court: TestCourt
  let caseId: string
  let back: (() => void) | undefined
  const thread = (of = 'owner'): string => `/threads/${caseId}/${court.id(of)}`
  const send = (persona: Persona, body: object, of = 'owner') => court.call(persona, 'POST', `${thread(of)}/messages`, body)
  const says = (text: string, more: object = {}, persona: Persona = 'owner') => send(persona, message(text, more), persona)
  const view = async (persona: Persona = 'officer', of = 'owner') => (await court.call(persona, 'GET', thread(of))).body
  const entries = async (persona: Persona, of: string = persona) => (await court.call(persona, 'GET', `${thread(of)}/entries?limit=200`)).body.data.entries
  const nameOf = async (persona: Persona): Promise<string> => (await court.call(persona, 'GET', '/me')).body.data.name
  const command = (more: object = {}) => ({ commandId: newCommandId(), ...more })

  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  afterEach(() => {
    back?.()
    back = undefined
  })

  describe('a burst', () => {
    const item = async () => {
      await court.settled()
      const { items } = (await court.call('officer', 'GET', '/work-list')).body.data
      return items.filter((one: { caseId: string; personId: string }) => one.caseId === caseId && one.personId === court.id('owner'))
    }
    it('is one item with one clock, its first text beside its latest; no message is refused for being one of many', async () => {
      for (let n = 1; n <= 60; n++) expect((await says(`第${n}条`)).status).toBe(200)
      const found = await item()
      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ burst: { count: 60, firstAt: '2026-03-10T02:00:00.000Z', firstText: '第1条' }, lastText: '第60条', unread: 60, matter: { since: 0 } })
      await send('officer', message('都看到了，正在办。'))
      await says('好，那什么时候？')
      expect((await item())[0]).toMatchObject({ burst: null, lastText: '好，那什么时候？' })
    })

    it.each([
      ['no reply is needed', () => court.call('officer', 'POST', `${thread()}/matter/dismissal`, command({ reason: '重复询问' })), null],
      ['a call settled it', () => court.call('officer', 'POST', `${thread()}/contacts`, command({ kind: 'phone', summary: '已电话说明' })), null],
      ['nobody took the call', () => court.call('officer', 'POST', `${thread()}/contacts`, command({ kind: 'phone', summary: '无人接听', settles: false })), 6],
      ['its sender read what was said', () => court.call('owner', 'POST', `${thread()}/read`, { upTo: 0 }), 6],
    ])('counts on from where the court last answered: %s', async (_, what, count) => {
      for (let n = 0; n < 5; n++) await says(`第${n}条`)
      expect((await what()).status).toBe(200)
      await says('还有一句')
      expect((await item())[0].burst?.count ?? null).toBe(count)
    })

    it('is told to staff in few hints, and the last one is not lost', async () => {
      const sent: string[] = []
      const hints = createWorkListHints({ sendTo: (to: string) => void sent.push(to), actors: () => [] }, 40)
      for (let n = 0; n < 200; n++) hints.changed(['s_one', 's_one', 's_two'])
      expect(sent).toEqual(['staff:s_one', 'staff:s_two'])
      await new Promise((done) => setTimeout(done, 400))
      expect(sent).toEqual(['staff:s_one', 'staff:s_two', 'staff:s_one', 'staff:s_two'])
      hints.stop()
    })
  })

  describe('a flag', () => {
    const flag = (persona: Persona, body: object = {}, index = 0) => court.call(persona, 'POST', `${thread()}/messages/${index}/flags`, command({ kind: 'threat', note: '说要来堵门', ...body }))
    const flags = (persona: Persona) => court.call(persona, 'GET', `${thread()}/flags`)

    const listed = async (persona: Persona) => (await court.call(persona, 'GET', '/flags')).body.data.flags.filter((one: { caseId: string }) => one.caseId === caseId)

    it('stands in a chain that no party’s lists wait for, and no byte of it reaches its sender', async () => {
      await says('你们等着')
      const seen = async () => [await court.call('owner', 'GET', thread()), await court.call('owner', 'GET', `${thread()}/entries`), await court.call('owner', 'GET', `/cases/${caseId}`), await court.call('owner', 'GET', '/cases')].map(({ text }) => text)
      await court.settled()
      const before = await seen()
      expect((await flag('officer')).status).toBe(200)
      await court.settled()
      expect(await seen()).toEqual(before)
      expect((await flags('owner')).status).toBe(403)
      const chain = await court.rooms.log.list(conductChain({ caseId, personId: court.id('owner') }))
      expect(chain).toMatchObject([{ type: 'message.flagged', body: { personId: court.id('owner'), index: 0, kind: 'threat', note: '说要来堵门' } }])
      expect((await court.rooms.log.list(caseChain(caseId))).map(({ type }) => type)).toEqual(['case.registered'])
    })

    it('is seen by those who lead, with what to do beside each kind; nobody else lists any', async () => {
      await says('我不想活了')
      await flag('officer', { kind: 'self_harm', note: '' })
      await court.settled()
      for (const persona of ['leader', 'director'] as const) {
        const all = await listed(persona)
        expect(all).toMatchObject([{ personId: court.id('owner'), personName: await nameOf('owner'), kind: 'self_harm', byName: await nameOf('officer'), withdrawn: null }])
        expect(JSON.stringify(all)).not.toContain('不想活')
      }
      expect((await court.call('otherLeader', 'GET', '/flags')).body.data.flags).toEqual([])
      for (const persona of ['officer', 'judge', 'owner', 'auditor', 'president'] as const) expect((await court.call(persona, 'GET', '/flags')).status).toBe(403)
      const { kinds } = (await flags('officer')).body.data
      expect(kinds.find(({ kind }: { kind: string }) => kind === 'self_harm').advice).toMatch(/110、120/)
    })

    it('is taken back once, by an entry with a reason', async () => {
      await says('你们等着')
      await flag('officer')
      const [{ id }] = (await flags('officer')).body.data.flags
      const withdraw = (persona: Persona, of = id) => court.call(persona, 'POST', `${thread()}/flags/${of}/withdrawal`, command({ reason: '问清楚了，是气话' }))
      expect((await withdraw('owner')).status).toBe(403)
      expect((await withdraw('officer', 99)).body.error.code).toBe('flags.unknown')
      expect((await withdraw('leader')).status).toBe(200)
      expect((await withdraw('officer')).body.error.code).toBe('flags.unknown')
      await court.settled()
      expect(await listed('leader')).toMatchObject([{ id, withdrawn: { byName: await nameOf('leader'), reason: '问清楚了，是气话' } }])
    })

    it('cannot be taken back through another person’s thread', async () => {
      await says('你们等着')
      await flag('officer')
      const [{ id }] = (await flags('officer')).body.data.flags
      const elsewhere = await court.call('officer', 'POST', `${thread('opponent')}/flags/${id}/withdrawal`, command({ reason: '问清楚了' }))
      expect([elsewhere.status, elsewhere.body.error.code]).toEqual([409, 'flags.unknown'])
    })

    it('is of a kind there is, on a message of the party’s, once for one command', async () => {
      await says('你们等着')
      await send('officer', message('请冷静'))
      for (const kind of ['nonsense', 'constructor']) expect((await flag('officer', { kind })).body.error).toMatchObject({ code: 'flags.kind_unknown', field: 'body.kind' })
      for (const index of [1, 77]) expect((await flag('officer', {}, index)).body.error.code).toBe('messaging.not_a_message')
      const body = command({ kind: 'insult', note: '' })
      const twice = [1, 2].map(() => court.call('officer', 'POST', `${thread()}/messages/0/flags`, body))
      const [one, two] = await Promise.all(twice)
      expect(two!.text).toBe(one!.text)
      expect((await flags('judge')).body.data.flags).toHaveLength(1)
      expect((await court.call('officer', 'POST', `${thread()}/messages/0/flags`, { ...body, kind: 'threat' })).body.error.code).toBe('log.key_conflict')
    })

    it('is there again after the read models are built anew', async () => {
      await says('你们等着')
      await flag('officer')
      await court.settled()
      const before = (await court.call('leader', 'GET', '/flags')).body.data.flags
      await court.rebuildReadModels()
      expect((await court.call('leader', 'GET', '/flags')).body.data.flags).toEqual(before)
    })
  })

  describe('slow mode', () => {
    const slow = (persona: Persona, more: object = {}) => court.call(persona, 'POST', `${thread()}/slow-mode`, command({ days: 2, perDay: 3, reason: '一天发了两百条同样的话', ...more }))

    it('is set by a leader with a reason the party reads; what is too much is refused, what is formal never', async () => {
      expect((await slow('officer')).status).toBe(403)
      expect((await slow('owner')).status).toBe(403)
      expect((await slow('otherLeader')).status).toBe(404)
      expect((await slow('leader', { reason: ' ' })).body.error.field).toBe('body.reason')
      expect((await slow('leader', { days: 8 })).body.error).toMatchObject({ code: 'messaging.slow_mode_range', field: 'body.days' })
      expect((await slow('leader')).status).toBe(200)
      expect((await entries('owner')).at(-1)).toMatchObject({ type: 'slow_mode.set', body: { perDay: 3, reason: '一天发了两百条同样的话', until: '2026-03-11T16:00:00.000Z' } })
      expect((await view('owner')).can.pace).toMatchObject({ left: 3, perDay: 3, nextAt: null })
      for (const n of [1, 2, 3]) expect((await says(`第${n}条`)).status).toBe(200)
      const over = await says('第4条')
      expect([over.status, over.body.error.code, over.body.error.retryAfterSeconds]).toEqual([409, 'messaging.slowed', 14 * 3600])
      expect((await view('owner')).can.pace).toMatchObject({ left: 0, nextAt: '2026-03-10T16:00:00.000Z' })
      for (const mark of ['irregularity', 'objection', 'termination_opinion', 'resumption', 'property_clue']) expect((await says('要紧', { mark })).status).toBe(200)
      const picture = await court.call('owner', 'POST', `${thread()}/attachments`, form(PNG, '照片.png', { kind: 'picture' }))
      expect(picture.status).toBe(200)
      // An agent's thread is their own.
      expect((await says('您好', {}, 'agent')).status).toBe(200)
    })

    it('answers a repeat of what was filed before as ever', async () => {
      await slow('leader')
      const said = [1, 2, 3].map((n) => message(`第${n}条`))
      for (const one of said) await send('owner', one)
      expect((await send('owner', said[0]!)).status).toBe(200)
    })

    it('lets no more through when many come at once', async () => {
      await slow('leader')
      const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => says(`第${n}条`)))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    })

    it('begins anew each day and ends by itself; lifting ends it before', async () => {
      await slow('leader')
      for (const n of [1, 2, 3]) await says(`第${n}条`)
      back = court.later({ minutes: 14 * 60 })
      expect((await view('owner')).can.pace).toMatchObject({ left: 3 })
      expect((await says('第4条')).status).toBe(200)
      back()
      back = court.later({ days: 2 })
      expect((await view('owner')).can.pace).toBeNull()
      for (const n of [5, 6, 7, 8]) expect((await says(`第${n}条`)).status).toBe(200)
      await slow('director')
      expect((await court.call('leader', 'POST', `${thread()}/slow-mode/lifting`, command({ reason: '已经约见' }))).status).toBe(200)
      expect((await entries('owner')).at(-1)).toMatchObject({ type: 'slow_mode.lifted', body: { reason: '已经约见' } })
      expect((await view('owner')).can.pace).toBeNull()
    })

    it('offers its range to leaders alone', async () => {
      expect((await view('leader')).can.setPace).toEqual({ maxDays: 7, least: 3, most: 20 })
      for (const persona of ['officer', 'owner'] as const) expect((await view(persona)).can.setPace).toBeNull()
    })
  })

  describe('a proposal', () => {
    const TEXT = '我每月还两千，先还三年'
    const consent = (persona: Persona, what: string, of = 'opponent', index = 0) => court.call(persona, 'POST', `${thread(of)}/messages/${index}/${what}`, command())
    const passOn = (more: object = {}, persona: Persona = 'officer') =>
      court.call(persona, 'POST', `${thread('opponent')}/messages/0/pass-on`, command({ toPersonId: court.id('owner'), text: '对方愿意分期履行，您看是否同意谈一谈？', ...more }))
    const proposes = () => says(TEXT, { mark: 'settlement' }, 'opponent')

    it('reaches nobody without consent', async () => {
      await proposes()
      expect((await passOn()).body.error.code).toBe('settlement.no_consent')
      await consent('officer', 'consent-request')
      expect((await passOn()).body.error.code).toBe('settlement.no_consent')
      await consent('opponent', 'consent')
      await consent('opponent', 'consent-withdrawal')
      const refused = await passOn()
      expect([refused.status, refused.body.error.code]).toEqual([409, 'settlement.no_consent'])
      await court.settled()
      expect(await entries('owner')).toHaveLength(0)
    })

    it('becomes a message of the handler’s, in the handler’s words, and nothing of it tells where it came from', async () => {
      back = court.later({ seconds: 61 })
      const photo = await court.call('opponent', 'POST', `${thread('opponent')}/attachments`, form(PNG, '收入.png', { kind: 'picture' }))
      await says(TEXT, { mark: 'settlement', attachments: [{ id: photo.body.data.id, name: '收入.png', kind: 'picture' }] }, 'opponent')
      await consent('officer', 'consent-request')
      await consent('opponent', 'consent')
      const source = (await entries('opponent'))[0]
      back()
      back = court.later({ minutes: 5 })
      expect((await passOn()).status).toBe(200)
      await court.settled()
      const told = await entries('owner')
      expect(told).toHaveLength(1)
      expect(told[0]).toMatchObject({ type: 'message.sent', actor: { kind: 'staff', role: 'officer' }, attachments: [], body: { text: '对方愿意分期履行，您看是否同意谈一谈？', mark: 'ordinary', attachments: [], settles: false } })
      expect(Object.keys(told[0].body).sort()).toEqual(['attachments', 'mark', 'settles', 'text'])
      const text = JSON.stringify(told)
      for (const trace of [TEXT, source.entryHash, source.bodyHash, source.at, photo.body.data.id, court.id('opponent')]) expect(text).not.toContain(trace)
      expect((await entries('opponent')).at(-1)).toMatchObject({ type: 'settlement.passed_notice', body: { of: 0 } })
      expect((await view('opponent', 'opponent')).data.proposals).toEqual([{ index: 0, consent: 'given', isPassedOn: true }])
      // Nobody else hears of it.
      expect(await entries('agent')).toEqual([])
    })

    it('does not answer what its recipient has open, unless the handler says so', async () => {
      await says('到哪一步了？')
      await proposes()
      await consent('opponent', 'consent')
      await passOn()
      await court.settled()
      expect((await view('owner')).data.matter).toMatchObject({ since: 0 })
      await says('再提一个', { mark: 'settlement' }, 'opponent')
      await consent('opponent', 'consent', 'opponent', (await entries('opponent')).at(-1).index)
      const second = (await view('opponent', 'opponent')).data.proposals.find(({ isPassedOn }: { isPassedOn: boolean }) => !isPassedOn)
      await court.call('officer', 'POST', `${thread('opponent')}/messages/${second.index}/pass-on`, command({ toPersonId: court.id('owner'), text: '查控已经完成；对方另有新的方案。', settles: true }))
      await court.settled()
      expect((await view('owner')).data.matter).toBeNull()
    })

    it('once passed on it cannot be taken back, nor passed on to the same one again', async () => {
      await proposes()
      await consent('opponent', 'consent')
      const body = command({ toPersonId: court.id('owner'), text: '对方愿意谈' })
      const pass = () => court.call('officer', 'POST', `${thread('opponent')}/messages/0/pass-on`, body)
      const [one, two] = await Promise.all([pass(), pass()])
      expect([one.status, two.text]).toEqual([200, one.text])
      const withdrawn = await consent('opponent', 'consent-withdrawal')
      expect([withdrawn.status, withdrawn.body.error.code]).toEqual([409, 'settlement.already_passed_on'])
      expect((await passOn()).body.error.code).toBe('settlement.already_passed_on')
      expect((await passOn({ toPersonId: court.id('agent') })).status).toBe(200)
      await court.settled()
      expect(await entries('owner')).toHaveLength(1)
      expect(await entries('agent')).toHaveLength(1)
    })

    it('is either passed on or taken back, whoever is first', async () => {
      for (let n = 0; n < 6; n++) {
        await says(`方案${n}`, { mark: 'settlement' }, 'opponent')
        const { index } = (await entries('opponent')).filter(({ type }: { type: string }) => type === 'message.sent').at(-1)
        await consent('opponent', 'consent', 'opponent', index)
        const pass = () => court.call('officer', 'POST', `${thread('opponent')}/messages/${index}/pass-on`, command({ toPersonId: court.id('owner'), text: `对方有方案${n}` }))
        const take = () => consent('opponent', 'consent-withdrawal', 'opponent', index)
        const both = await Promise.all(n % 2 === 0 ? [pass(), take()] : [take(), pass()])
        expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
      }
    })

    it('and what is agreed to are news for who has to read them', async () => {
      const unread = async (persona: Persona) => {
        await court.settled()
        return (await court.call(persona, 'GET', `/cases/${caseId}`)).body.data.threads.find((one: { personId: string }) => one.personId === court.id('opponent')).unread
      }
      await proposes()
      await court.call('officer', 'POST', `${thread('opponent')}/read`, { upTo: 0 })
      expect([await unread('opponent'), await unread('officer')]).toEqual([0, 0])
      await consent('officer', 'consent-request')
      expect(await unread('opponent')).toBe(1)
      await consent('opponent', 'consent')
      expect(await unread('officer')).toBe(1)
      await passOn()
      expect(await unread('opponent')).toBe(2)
    })

    it('that was sealed goes nowhere', async () => {
      await proposes()
      await consent('opponent', 'consent')
      const asked = await court.call('opponent', 'POST', `${thread('opponent')}/messages/0/seal-request`, command({ reason: 'wrong_case' }))
      expect(asked.status).toBe(200)
      expect((await court.call('leader', 'POST', `${thread('opponent')}/messages/0/seal-request/approval`, command())).status).toBe(200)
      expect((await passOn()).body.error.code).toBe('settlement.not_a_proposal')
    })

    it('is carried over once, however often the log is read again', async () => {
      await proposes()
      await consent('opponent', 'consent')
      await passOn()
      await court.settled()
      const [entry] = await court.rooms.log.list(conductChain({ caseId, personId: court.id('opponent') }))
      const stored = (await court.rooms.log.tail((await court.rooms.log.courtHead()) - 20, 20)).filter(({ entryHash }) => entryHash === entry!.entryHash)
      expect(SettlementPassedOnSchema.parse(entry!.body)).toMatchObject({ fromPersonId: court.id('opponent'), index: 0, toPersonId: court.id('owner') })
      await carryOver(court.rooms.log, stored)
      expect(await court.rooms.log.list(threadChain({ caseId, personId: court.id('owner') }))).toHaveLength(1)
    })

    it('goes to the other side alone', async () => {
      await proposes()
      await consent('opponent', 'consent')
      const { people } = (await court.call('officer', 'GET', `${thread('opponent')}/other-side`)).body.data
      expect(people.map(({ personId }: { personId: string }) => personId).sort()).toEqual([court.id('agent'), court.id('owner')].sort())
      for (const who of ['opponent', 'outsider', 'former']) expect((await passOn({ toPersonId: court.id(who) })).body.error.code).toBe('settlement.not_other_side')
      expect((await court.call('opponent', 'GET', `${thread('opponent')}/other-side`)).status).toBe(403)
    })

    it('keeps to office hours and to what nobody may write', async () => {
      await proposes()
      await consent('opponent', 'consent')
      expect((await passOn({ text: '请打到6222021234567890128' })).body.error.code).toBe('messaging.sensitive_number')
      expect((await passOn({ text: '  ' })).status).toBe(400)
      expect((await passOn({ attachments: [] })).status).toBe(400)
      back = court.later({ minutes: 11 * 60 })
      expect((await passOn()).body.error.code).toBe('messaging.off_hours_reason_required')
      expect((await passOn({ offHoursReason: '当事人急问' })).status).toBe(200)
      await court.settled()
      expect((await entries('owner')).at(-1).body).toMatchObject({ offHoursReason: '当事人急问' })
    })

    it('is agreed to by who may speak on settlement, on their own message, and passed on by who handles the case', async () => {
      await proposes()
      await says('您好', {}, 'opponent')
      expect((await consent('opponent', 'consent', 'opponent', 1)).body.error.code).toBe('settlement.not_a_proposal')
      expect((await consent('owner', 'consent')).status).toBe(404)
      expect((await consent('officer', 'consent')).status).toBe(403)
      expect((await consent('leader', 'consent-request')).status).toBe(403)
      await says('愿意谈', { mark: 'settlement' })
      expect((await passOn({}, 'leader')).status).toBe(403)
      expect((await passOn({}, 'opponent')).status).toBe(403)
      // A general authority does not reach so far: the officer may mark their message so, and the button is not there.
      await says('我的当事人愿意谈', {}, 'agent')
      await court.call('officer', 'POST', `${thread('agent')}/messages/0/mark`, command({ mark: 'settlement' }))
      const agents = await consent('agent', 'consent', 'agent')
      const isGeneral = (await view('agent', 'agent')).can.consent === false
      expect(isGeneral ? [agents.status, agents.body.error.code] : [403, 'messaging.special_authority_required']).toEqual([403, 'messaging.special_authority_required'])
    })
  })

  describe('who reports the officer to the officer', () => {
    it('is told who reads it, and which numbers do not ring there', async () => {
      expect((await view('owner', 'owner')).data.readers).toEqual([{ name: await nameOf('officer'), title: '执行人员' }, { name: await nameOf('judge'), title: '员额法官' }, { name: await nameOf('leader'), title: '团队负责人' }])
      const { phones, hotline } = (await court.call('anyone', 'GET', '/about')).body.data.court
      expect(hotline).toBe('12368')
      expect(Object.keys(phones)).toEqual(['command_centre', 'duty', 'misconduct'])
      expect(JSON.stringify(phones)).not.toContain('cite')
    })
  })
})
