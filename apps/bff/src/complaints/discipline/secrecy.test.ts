import { type Answer, CASE, form, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../../test-support/court'

/** Everybody of the court but the inspectors: whom the report is about, their team, who leads them, the desk that took it, who keeps the system. */
const OTHERS: Persona[] = [
  'officer', 'judge', 'colleague', 'leader', 'stranger', 'window', 'director', 'president', 'duty', 'hotline', 'systemAdmin', 'securityAdmin', 'auditor', 'liaison', 'owner',
]

/** Of those, whoever is shown the most. */
const LOOKING: Persona[] = ['officer', 'judge', 'leader', 'director', 'duty', 'hotline', 'auditor', 'owner']

describe('a report of misconduct', () => {
  let court: TestCourt
  let complaintId: string
  let ticket: { receipt: string; followUp: string }
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  const inspect = (method: string, path: string, body?: object): Promise<Answer> => court.call('inspector', method, `/discipline/reports/${complaintId}${path}`, body)
  const step = async (name: string, more: object = {}): Promise<Answer> => inspect('POST', '/steps', { commandId: newCommandId(), step: name, ...more })
  async function uploaded(): Promise<string> {
    const { body } = await inspect('POST', '/uploads', form(PNG, '结论.png', { kind: 'picture' }))
    return body.data.attachmentId
  }

  /** What everybody is answered at every door that shows something, as it leaves the server. */
  async function looks(): Promise<Record<string, string>> {
    const answers: Record<string, string> = {}
    // What is drawn anew each time is made of the same entries as the pages are.
    const doors = court.rooms.routes.filter(({ method, path, policy, raw }) =>
      method === 'get' && !raw && !path.startsWith('/discipline') && !policy.audience.includes('anyone'))
    for (const { path } of doors) {
      const at = path.replace(':caseId', CASE).replace(':personId', court.id('owner')).replace(':complaintId', complaintId ?? 'k_00000000').replace(':stream', 'petition')
        .replace(':staffId', court.id('officer')).replace(':rhythm', 'daily').replace(/:[a-zA-Z]+/g, '0')
      await Promise.all(LOOKING.map(async (persona) => {
        const { status, text } = await court.call(persona, 'GET', at)
        answers[`${persona} ${path}`] = `${status} ${text}`
      }))
    }
    return answers
  }

  it('changes no answer that anybody else of the court, or a party, gets at any door, from its receipt to its end', async () => {
    await looks()
    await court.settled()
    const before = await looks()
    const nameOf = async (who: Persona): Promise<string> => (await court.rooms.identity.staff.find([court.id(who)]))[0]!.name
    const [officer, witness] = [await nameOf('officer'), await nameOf('judge')]
    const said = { commandId: newCommandId(), stream: 'discipline', by: 'anonymous', matter: `${officer}收了对方的礼，${witness}可以作证`, aboutSaid: `执行员 ${officer}`, confidential: '有录音' }
    const answer = await court.call('anyone', 'POST', '/complaints', said)
    expect(answer.status).toBe(200)
    const { receipt, followUp } = answer.body.data
    ticket = { receipt, followUp }
    await court.settled()
    const { body: { data } } = await court.call('inspector', 'GET', '/discipline/reports')
    expect(data.reports).toHaveLength(1)
    complaintId = data.reports[0].complaintId
    const { body: report } = await inspect('GET', '')
    expect(report.data).toMatchObject({ matter: said.matter, confidential: '有录音', aboutStaff: [{ staffId: court.id('officer') }, { staffId: court.id('judge') }] })
    for (const name of ['register', 'accept', 'investigate']) expect((await step(name)).status).toBe(200)
    await court.settled()
    // Doors with the report's own id in the place of a petition's: as where there is none.
    const after = await looks()
    const isOfOne = (door: string): boolean => door.includes(':complaintId')
    for (const door of Object.keys(before)) if (!isOfOne(door)) expect(`${door} ${after[door]}`).toBe(`${door} ${before[door]}`)
    for (const door of Object.keys(after).filter(isOfOne)) expect(after[door]).toBe(before[door])
  }, 120_000)

  it('is opened by nobody else, by whatever number; the code alone opens it to whoever wrote it', async () => {
    for (const persona of OTHERS) {
      for (const path of ['', '/openings', '/attachments/a_00000000']) {
        const { status } = await court.call(persona, 'GET', `/discipline/reports/${complaintId}${path}`)
        expect([persona, status]).toEqual([persona, 403])
      }
      const steps = await court.call(persona, 'POST', `/discipline/reports/${complaintId}/steps`, { commandId: newCommandId(), step: 'close' })
      expect(steps.status).toBe(403)
      for (const stream of ['petition', 'feedback', 'inquiry']) {
        const other = await court.call(persona, 'GET', `/complaint-files/${stream}/${complaintId}`)
        expect([403, 404]).toContain(other.status)
      }
    }
    expect((await court.call('officer', 'POST', '/complaints/lookup', { receipt: ticket.receipt, followUp: '22222-22222' })).status).toBe(404)
    expect((await court.call('anyone', 'POST', '/complaints/lookup', ticket)).body.data.told).toBe('纪检监察人员正在调查。')
  })

  it('stands in the store without a word of it: neither whom it is about, nor what was said, nor the number', async () => {
    const db = court.connection.db!
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).filter((name) => /^(complaint|discipline|log_entries)/.test(name))
    const own = (await Promise.all(names.map((name) => db.collection(name).find({}).toArray()))).flat().map((document) => JSON.stringify(document))
      .filter((text) => text.includes('discipline') || text.includes(complaintId) || text.includes('inspection'))
    expect(own.length).toBeGreaterThan(3)
    for (const word of [court.id('officer'), '收了', '录音', ticket.receipt]) expect(own.filter((text) => text.includes(word))).toEqual([])
  })

  it('is concluded by a document alone, and only what was found comes into the record of whom it was about', async () => {
    const lacking = await step('conclude', { fields: { finding: 'manner', conclusion: '态度生硬', found_of: [court.id('officer')] } })
    expect([lacking.status, lacking.body.error.code]).toEqual([409, 'complaints.paper_missing'])
    expect(await court.rooms.complaints.conduct.found([court.id('officer')])).toEqual([])
    const papers = [{ paper: 'conclusion_document', attachmentId: await uploaded() }]
    const concluded = (of?: string[]) => step('conclude', { fields: { finding: 'manner', conclusion: '态度生硬', ...(of && { found_of: of }) }, papers })
    const refusals = [await concluded(), await concluded([court.id('colleague')])]
    expect(refusals.map(({ body }) => [body.error.code, body.error.field])).toEqual([
      ['complaints.field_missing', 'body.fields.found_of'], ['complaints.not_about_them', 'body.fields.found_of'],
    ])
    expect((await concluded([court.id('officer')])).status).toBe(200)
    expect((await inspect('GET', '')).body.data.fields.find(({ field }: { field: string }) => field === 'found_of').value).toBe('工作人员0号')
    expect((await step('reply', { fields: { reply: '已经处理' } })).status).toBe(200)
    await court.settled()
    expect(await court.rooms.complaints.conduct.found([court.id('officer')])).toEqual([])
    expect((await step('close')).status).toBe(200)
    await court.settled()
    expect(await court.rooms.complaints.conduct.found([court.id('officer')])).toMatchObject([{ kind: 'discipline', outcome: '作风问题', concludedOn: '2026-03-10' }])
    // Named in it as a witness: whoever reads of it is kept away from the file, and nothing is found of them.
    expect(await court.rooms.complaints.conduct.found([court.id('judge')])).toEqual([])
    const { body } = await court.call('anyone', 'POST', '/complaints/lookup', ticket)
    expect(body.data.answers).toMatchObject([{ text: '已经处理' }])
  })

  it('leaves an entry of each who opened it, in a log of the inspectors’ own', async () => {
    const { body } = await inspect('GET', '/openings')
    expect(body.data.openings).toHaveLength(1)
    court.later({ days: 1 })
    expect((await inspect('GET', '/openings')).body.data.openings).toHaveLength(2)
  })

  it('about an inspector is hidden from that inspector, and is the superior court’s', async () => {
    const inspector = (await court.rooms.identity.staff.find([court.id('inspector')]))[0]!.name
    const { body } = await court.call('anyone', 'POST', '/complaints', { commandId: newCommandId(), stream: 'discipline', by: 'anonymous', matter: `${inspector}泄露举报` })
    await court.settled()
    expect(body.data.receipt).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    const shown = await Promise.all(['open', 'over'].map((show) => court.call('inspector', 'GET', `/discipline/reports?show=${show}`)))
    expect(shown.flatMap((one) => one.body.data.reports.map((report: { receipt: string }) => report.receipt))).toEqual([ticket.receipt])
  })
})
