import { caseChain, threadChain } from '@zhixin/shared/ids'
import { clocksOf } from '@zhixin/shared/rules'
import { loadCourtConfig } from '../court-config'
import { createLogger } from '../platform/logger'
import { progressFold } from '../progress'
import { createArrivals } from './arrivals'
import { CONFIG_DIR, form, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

/** The smallest thing that is taken for a PDF, each time another. */
const pdf = (text: string): Buffer => Buffer.from(`%PDF-1.4\n%âãÏÓ\n1 0 obj<</Type/Catalog>>endobj %${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`, 'latin1')

let court: TestCourt
const base = loadCourtConfig(CONFIG_DIR)
// The ten days of a party who has got a ruling: known to the catalogue, off until a court switches them on.
const node = base.catalogue.nodes.get('apply_reconsideration')!
const catalogue = { ...base.catalogue, nodes: new Map(base.catalogue.nodes).set(node.id, { ...node, on: true }) }
beforeAll(async () => {
  court = await openTestCourt({ config: { ...base, catalogue } })
  // Whoever has never come in here gets nothing here.
  for (const who of ['owner', 'opponent', 'agent'] as const) await court.tokenOf(who)
}, 60_000)
afterAll(() => court.close())

const at = (caseId: string, who: Persona): string => `/threads/${caseId}/${court.id(who)}`
const mine = async (caseId: string, who: Persona) => (await court.call(who, 'GET', `${at(caseId, who)}/service`)).body
const agree = async (caseId: string, who: Persona) =>
  court.call(who, 'POST', `${at(caseId, who)}/service/consent`, { commandId: newCommandId(), hash: (await mine(caseId, who)).data.statement.hash })
async function uploaded(caseId: string, to: Persona, bytes = pdf(newCommandId()), name = '裁定书.pdf'): Promise<string> {
  return (await court.call('officer', 'POST', `${at(caseId, to)}/attachments`, form(bytes, name, { kind: 'file' }))).body.data.id
}
async function serve(caseId: string, to: Persona, more: object = {}, by: Persona = 'officer') {
  const body = { commandId: newCommandId(), document: 'enforcement_ruling', number: '（2026）虚01执1号之一', partyId: court.id(to), name: '裁定书.pdf', ...more }
  return court.call(by, 'POST', `${at(caseId, to)}/services`, 'attachment' in body ? body : { ...body, attachment: await uploaded(caseId, to) })
}
const typesIn = async (chain: string): Promise<string[]> => (await court.rooms.log.list(chain)).map(({ type }) => type)
const ofCase = async (caseId: string, by: Persona = 'officer') => (await court.call(by, 'GET', `/cases/${caseId}/services`)).body
const code = ({ status, body }: { status: number; body: { error?: { code: string } } }): string => `${status} ${body.error?.code ?? ''}`.trim()

describe('a document is served electronically', () => {
  it('on somebody who agreed: it arrives that day, is opened, confirmed and certified, and the period runs from there', async () => {
    const caseId = await court.newCase()
    const before = await mine(caseId, 'owner')
    expect(before).toMatchObject({ data: { consent: null, mayReceive: true, services: [] }, can: { consent: true, withdraw: false } })
    expect(before.data.statement.words.join()).toContain('随时可以撤回')
    expect((await agree(caseId, 'owner')).status).toBe(200)
    const command = { commandId: newCommandId(), attachment: await uploaded(caseId, 'owner') }
    const done = await serve(caseId, 'owner', command)
    expect(done.status).toBe(200)
    // What follows from it stands there by the time it is answered.
    expect((await mine(caseId, 'owner')).data.services[0].arrived).not.toBeNull()
    expect(await typesIn(caseChain(caseId))).toContain('node.recorded')
    // The answer that was lost is the same answer.
    expect((await serve(caseId, 'owner', command)).body.data).toEqual(done.body.data)
    await court.settled()
    const { index } = done.body.data.stored
    const today = '2026-03-10'
    const { data: { consent, services: [one] } } = await mine(caseId, 'owner')
    expect(consent).toMatchObject({ via: 'phone', covers: true, isNewest: true })
    expect(one).toMatchObject({
      index, label: '执行裁定书', arrived: { on: today, runs: [{ label: node.label, rule: expect.stringContaining('10日') }] }, openedAt: null, confirmedAt: null,
    })
    expect(one.paper).toContain('纸质')
    const state = await court.rooms.log.state(progressFold, caseChain(caseId))
    const clocks = clocksOf(state, catalogue, base.calendar).filter((clock) => clock.node === node.id)
    expect(clocks).toMatchObject([{ startedBy: { what: 'ruling_served', on: today }, dueAt: one.arrived.runs[0].dueAt }])
    expect((await ofCase(caseId)).data.people.find(({ personId }: { personId: string }) => personId === court.id('owner')).services).toMatchObject([{ index, recorded: true }])

    expect((await court.call('officer', 'GET', `${at(caseId, 'owner')}/services/${index}/document`)).status).toBe(200)
    expect((await mine(caseId, 'owner')).data.services[0].openedAt).toBeNull()
    const read = await court.call('owner', 'GET', `${at(caseId, 'owner')}/services/${index}/document`)
    expect(read.text).toContain('%PDF')
    expect((await court.call('owner', 'GET', `${at(caseId, 'owner')}/services/${index}/document`)).status).toBe(200)
    expect((await court.call('owner', 'POST', `${at(caseId, 'owner')}/services/${index}/confirmation`, { commandId: newCommandId() })).status).toBe(200)
    expect(await typesIn(threadChain({ caseId, personId: court.id('owner') }))).toEqual(
      ['service.consented', 'service.sent', 'service.arrived', 'service.opened', 'service.confirmed'])
    const receipt = await court.call('owner', 'GET', `${at(caseId, 'owner')}/services/${index}/receipt`)
    expect(receipt.headers.get('content-type')).toBe('application/pdf')
    expect(receipt.text).toContain('%PDF')
    // The same again is the same paper.
    expect((await court.call('officer', 'GET', `${at(caseId, 'owner')}/services/${index}/receipt`)).text).toBe(receipt.text)
  })

  it('without consent nothing is served and nothing runs: neither by a message with the document, nor after a withdrawal', async () => {
    const caseId = await court.newCase()
    expect(code(await serve(caseId, 'owner'))).toBe('409 service.no_consent')
    const attachment = await uploaded(caseId, 'owner')
    const message = { clientMessageId: newCommandId(), text: base.service.not_service.words, attachments: [{ id: attachment, name: '裁定书.pdf', kind: 'file' }] }
    expect((await court.call('officer', 'POST', `${at(caseId, 'owner')}/messages`, message)).status).toBe(200)
    await agree(caseId, 'owner')
    expect((await court.call('owner', 'POST', `${at(caseId, 'owner')}/service/withdrawal`, { commandId: newCommandId() })).status).toBe(200)
    expect(code(await serve(caseId, 'owner'))).toBe('409 service.no_consent')
    await court.settled()
    expect(await typesIn(caseChain(caseId))).not.toContain('node.recorded')
  })

  it('a signed paper is consent, too; the person reads of it and can take it back on the phone', async () => {
    const caseId = await court.newCase()
    const paper = { commandId: newCommandId(), given: true, number: '送达地址确认书1号', signedOn: '2026-03-09' }
    expect((await court.call('officer', 'POST', `${at(caseId, 'opponent')}/service/paper`, paper)).status).toBe(200)
    expect((await mine(caseId, 'opponent'))).toMatchObject({ data: { consent: { via: 'paper', paper: { number: '送达地址确认书1号' } } }, can: { withdraw: true } })
    expect((await serve(caseId, 'opponent')).status).toBe(200)
    await court.settled()
    const inbox = (await court.call('opponent', 'GET', '/inbox')).body.data.items.filter((item: { caseId: string }) => item.caseId === caseId)
    expect(inbox.map(({ entry }: { entry: { type: string } }) => entry.type)).toEqual(['service.sent', 'service.consented'])
    expect((await court.call('opponent', 'POST', `${at(caseId, 'opponent')}/service/withdrawal`, { commandId: newCommandId() })).status).toBe(200)
    expect(code(await serve(caseId, 'opponent'))).toBe('409 service.no_consent')
  })

  it('a scan of the paper is committed to by its hash, read by staff, gone once sealed; what shows nothing is refused', async () => {
    const caseId = await court.newCase()
    const target = `${at(caseId, 'opponent')}/service/paper`
    const put = async (bytes: Buffer, name: string, kind: string): Promise<string> =>
      (await court.call('officer', 'POST', `${at(caseId, 'opponent')}/attachments`, form(bytes, name, { kind }))).body.data.id
    const paper = { given: true, number: '送达地址确认书2号', signedOn: '2026-03-09' }
    const record = (more: object) => court.call('officer', 'POST', target, { commandId: newCommandId(), ...paper, ...more })
    const text = await put(Buffer.from('几行字，不是扫描件。'), '确认书.txt', 'file')
    expect(code(await record({ scan: { id: text, name: '确认书.txt', kind: 'file' } }))).toBe('409 service.scan_only')
    const theirs = (await court.call('opponent', 'POST', `${at(caseId, 'opponent')}/attachments`, form(PNG, '照片.png', { kind: 'picture' }))).body.data.id
    expect((await record({ scan: { id: theirs, name: '照片.png', kind: 'picture' } })).body.error.code).toBe('messaging.attachment_unknown')

    // The paper lies in the file; its scan is brought later, and the same one twice says nothing new.
    expect((await record({})).status).toBe(200)
    const scan = { id: await put(PNG, '确认书.png', 'picture'), name: '确认书.png', kind: 'picture' }
    const command = { commandId: newCommandId(), scan }
    const [first, again] = [await record(command), await record(command)]
    expect([first.status, again.body.data]).toEqual([200, first.body.data])
    expect((await record({ scan: { ...scan, id: await put(PNG, '确认书.png', 'picture') } })).body.data.stored).toBeNull()
    const chain = threadChain({ caseId, personId: court.id('opponent') })
    const entry = (await court.rooms.log.list(chain))[1]!
    expect(entry).toMatchObject({ type: 'service.consented', body: { attachments: [scan] }, attachments: [{ id: scan.id, type: 'image/png' }] })
    expect(entry.attachments[0]!.sm3).toBe(await court.rooms.attachments.storedSm3(chain, scan.id))
    expect(await court.rooms.isFiled(chain, scan.id)).toBe(true)
    const shown = async () => (await ofCase(caseId)).data.people.find(({ personId }: { personId: string }) => personId === court.id('opponent')).consent
    expect(await shown()).toMatchObject({ paper: { number: paper.number }, scan })
    const read = (who: Persona) => court.call(who, 'GET', `${at(caseId, 'opponent')}/attachments/${scan.id}`)
    for (const who of ['officer', 'leader', 'opponent'] as const) expect((await read(who)).status).toBe(200)
    expect((await read('owner')).status).toBe(404)
    const asked = `${at(caseId, 'opponent')}/messages/${entry.index}/seal-request`
    await court.call('officer', 'POST', asked, { commandId: newCommandId(), reason: 'wrong_case' })
    expect((await court.call('leader', 'POST', `${asked}/approval`, { commandId: newCommandId() })).status).toBe(200)
    expect(await shown()).toMatchObject({ paper: null, scan: null })
    expect(code(await read('opponent'))).toMatch(/messaging\.sealed/)
  })

  it('two parties served on two days have a period each; neither learns of the other’s', async () => {
    const caseId = await court.newCase()
    await agree(caseId, 'owner')
    await agree(caseId, 'opponent')
    await serve(caseId, 'owner')
    await court.settled()
    const seen = async () => [(await mine(caseId, 'opponent')).data, (await court.call('opponent', 'GET', `${at(caseId, 'opponent')}/entries`)).body, (await court.call('opponent', 'GET', `/cases/${caseId}/my-progress`)).body]
    const before = await seen()
    const back = court.later({ days: 2 })
    // On one day two parties are served: two periods all the same.
    await serve(caseId, 'opponent')
    await serve(caseId, 'owner')
    await court.settled()
    const state = await court.rooms.log.state(progressFold, caseChain(caseId))
    expect(clocksOf(state, catalogue, base.calendar).filter((clock) => clock.node === node.id).map(({ startedBy }) => startedBy.on)).toEqual(['2026-03-10', '2026-03-12', '2026-03-12'])
    expect((await mine(caseId, 'owner')).data.services).toHaveLength(2)
    back()
    expect(JSON.stringify(before)).not.toContain(court.id('owner'))
    expect(before[0]).toMatchObject({ services: [] })
  })

  it('the agent with general authority takes nothing; nobody serves who does not handle the case', async () => {
    const caseId = await court.newCase()
    expect((await mine(caseId, 'agent'))).toMatchObject({ data: { mayReceive: false }, can: { consent: false } })
    expect(code(await agree(caseId, 'agent'))).toBe('409 service.not_recipient')
    const body = { commandId: newCommandId(), document: 'enforcement_ruling', partyId: court.id('owner'), name: '裁定书.pdf', attachment: 'a_0000000000000000000' }
    const target = `${at(caseId, 'owner')}/services`
    expect((await court.call('anyone', 'POST', target, body)).status).toBe(401)
    expect((await court.call('leader', 'POST', target, body)).status).toBe(403)
    expect((await court.call('owner', 'POST', target, body)).status).toBe(403)
    expect((await court.call('opponent', 'POST', target, body)).status).toBe(404)
    expect((await court.call('opponent', 'GET', `${at(caseId, 'owner')}/service`)).status).toBe(404)
    expect((await court.call('owner', 'GET', `/cases/${caseId}/services`)).status).toBe(403)
    expect((await court.call('officer', 'POST', target, { ...body, document: 'no_such_paper' })).status).toBe(400)
    expect((await court.call('officer', 'POST', target, { ...body, partyId: 'x' })).status).toBe(400)
    expect((await court.call('owner', 'GET', `${at(caseId, 'owner')}/services/0/document`)).status).toBe(404)
    expect(code(await court.call('owner', 'POST', `${at(caseId, 'owner')}/service/consent`, { commandId: newCommandId(), hash: '0'.repeat(64) }))).toBe('409 service.words_changed')
  })

  it('an upload of somebody else’s, a picture, a paper that is only ever handed over: refused, each with its reason', async () => {
    const caseId = await court.newCase()
    await agree(caseId, 'owner')
    const theirs = (await court.call('owner', 'POST', `${at(caseId, 'owner')}/attachments`, form(pdf('x'), '假裁定.pdf', { kind: 'file' }))).body.data.id
    expect(code(await serve(caseId, 'owner', { attachment: theirs }))).toBe('409 messaging.attachment_unknown')
    const text = await uploaded(caseId, 'owner', Buffer.from('不是 PDF'), '裁定.txt')
    expect(code(await serve(caseId, 'owner', { attachment: text }))).toBe('409 service.pdf_only')
    expect(code(await serve(caseId, 'owner', { document: 'detention_decision' }))).toBe('409 service.not_electronic')
    expect(code(await serve(caseId, 'owner', { document: 'execution_notice' }))).toBe('409 service.wrong_side')
    const bytes = pdf('twice')
    expect((await serve(caseId, 'owner', { attachment: await uploaded(caseId, 'owner', bytes) })).status).toBe(200)
    expect(code(await serve(caseId, 'owner', { attachment: await uploaded(caseId, 'owner', bytes) }))).toBe('409 service.served_already')
  })

  it('a mistake is noted beside it; sealed, the document is gone from sight and the service stands', async () => {
    const caseId = await court.newCase()
    await agree(caseId, 'owner')
    const { index } = (await serve(caseId, 'owner')).body.data.stored
    const place = `${at(caseId, 'owner')}/services/${index}`
    expect((await court.call('officer', 'POST', `${place}/notes`, { commandId: newCommandId(), note: '发错了文书，另行送达' })).status).toBe(200)
    expect((await court.call('owner', 'POST', `${place}/notes`, { commandId: newCommandId(), note: '发错了文书，另行送达' })).status).toBe(403)
    const asked = `${at(caseId, 'owner')}/messages/${index}/seal-request`
    expect((await court.call('officer', 'POST', asked, { commandId: newCommandId(), reason: 'wrong_case' })).status).toBe(200)
    expect((await court.call('leader', 'POST', `${asked}/approval`, { commandId: newCommandId() })).status).toBe(200)
    const { data: { services: [one] } } = await mine(caseId, 'owner')
    expect(one).toMatchObject({ file: null, number: null, arrived: { on: '2026-03-10' }, notes: [{ note: null }] })
    expect(code(await court.call('owner', 'GET', `${place}/document`))).toMatch(/messaging\.sealed/)
    expect(code(await court.call('owner', 'GET', `${place}/receipt`))).toMatch(/messaging\.sealed/)
  })

  it('whoever never came in here is served on paper', async () => {
    const caseId = await court.newCase()
    const paper = { commandId: newCommandId(), given: true, number: '送达地址确认书2号', signedOn: '2026-03-09' }
    await court.rooms.log.append({
      chain: caseChain(caseId), key: `test/${caseId}`,
      decide: async () => ({
        type: 'relation.began', actor: { kind: 'system', id: 'court-system', role: 'import' },
        body: { relationId: 'l_never0000', personId: court.id('clerk'), partyId: court.id('owner'), standing: 'guardian', evidence: { kind: 'court_system' } },
      }),
    })
    expect((await court.call('officer', 'POST', `${at(caseId, 'clerk')}/service/paper`, paper)).status).toBe(200)
    expect(code(await serve(caseId, 'clerk', { partyId: court.id('owner') }))).toBe('409 service.no_account')
  })

  it('a second server that follows the same entries makes neither a second arrival nor a second record', async () => {
    const caseId = await court.newCase()
    await agree(caseId, 'owner')
    await serve(caseId, 'owner')
    await court.settled()
    const chains = [threadChain({ caseId, personId: court.id('owner') }), caseChain(caseId)]
    const before = await Promise.all(chains.map(typesIn))
    const other = await court.anotherServer()
    await other.rooms.electronicService.tail.reached(await court.rooms.log.courtHead(), 10_000)
    expect(await Promise.all(chains.map(typesIn))).toEqual(before)
    expect(before[1]!.filter((type) => type === 'node.recorded')).toHaveLength(1)
    await other.close()
  })

  it('where the court counts the phone’s fetching, the document arrives with that, and not before', async () => {
    const caseId = await court.newCase()
    await agree(caseId, 'owner')
    const chain = threadChain({ caseId, personId: court.id('owner') })
    // Nobody follows as usual: the court of this test counts otherwise.
    await court.rooms.electronicService.tail.stop()
    const { log, messaging, progress } = court.rooms
    const config = { ...base.service, effect: { ...base.service.effect, when: 'on_phone' as const } }
    const follow = createArrivals({ log, fold: messaging.fold, progress, config, catalogue, calendar: base.calendar, logger: createLogger('silent') })
    const catchUp = async () => follow(await log.tail(-1, 10_000))
    const { index } = (await serve(caseId, 'owner')).body.data.stored
    await catchUp()
    expect(await typesIn(chain)).toEqual(['service.consented', 'service.sent'])
    expect(code(await court.call('owner', 'GET', `${at(caseId, 'owner')}/services/${index}/receipt`))).toBe('409 service.not_arrived')
    expect((await court.call('owner', 'POST', `${at(caseId, 'owner')}/delivered`, { upTo: index })).status).toBe(200)
    const recorded = async () => (await typesIn(caseChain(caseId))).filter((type) => type === 'node.recorded').length
    await catchUp()
    await catchUp()
    await catchUp()
    expect((await typesIn(chain)).filter((type) => type === 'service.arrived')).toHaveLength(1)
    expect(await recorded()).toBe(1)
  })
})
