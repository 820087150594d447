import { caseChain } from '@zhixin/shared/ids'
import JSZip from 'jszip'
import { type CourtConfig, loadCourtConfig } from '../court-config'
import { CONFIG_DIR, form as upload, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../test-support/court'

const FORM = 'termination_interview_record'
const TOLD = ['enforcement', 'investigation', 'property', 'grounds', 'consequences']

/** The court's own forms, and a president who may sign an interview record as well. */
function withLeader(): CourtConfig {
  const config = loadCourtConfig(CONFIG_DIR)
  const leader = { by: 'leader', label: '院长', who: { role: 'court_president' }, required: false, may_refuse: false }
  const forms = config.officialForms.forms.map((form) => (form.id === FORM ? { ...form, signers: [...form.signers, leader] } : form))
  return { ...config, officialForms: { forms } }
}

describe('the court’s papers', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt({ config: withLeader() })
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })
  const ofCase = (path = ''): string => `/papers/of/case/${caseId}${path}`
  const draftAt = (paperId: string, path = ''): string => `/papers/drafts/${paperId}${path}`
  const errorOf = ({ status, body }: Awaited<ReturnType<typeof court.call>>) => [status, body.error?.code]
  const begin = async (who: Persona = 'officer', more: object = {}): Promise<string> =>
    (await court.call(who, 'POST', ofCase(), { commandId: newCommandId(), form: FORM, ...more })).body.data.paperId
  const read = async (paperId: string, who: Persona = 'officer') => (await court.call(who, 'GET', draftAt(paperId))).body.data
  const filled = () => ({
    interview_time: '2026-03-10 09:30', way: 'in_person', place: '第二接待室', interviewer: '承办人', interviewee: court.id('owner'), told: TOLD,
    told_words: '查询了存款、车辆、房产，没有可供执行的财产。', opinion: 'agree', opinion_words: '同意，以后发现财产再申请恢复。',
  })
  const save = async (paperId: string, fields: object = filled(), refusedToSign: object | null = null) =>
    court.call('officer', 'PUT', draftAt(paperId), { revision: (await read(paperId)).revision, fields, refusedToSign })
  const sign = async (paperId: string, by: string, more: object = {}, who: Persona = 'officer') => {
    const { contentSm3 } = await read(paperId, who)
    return court.call(who, 'POST', draftAt(paperId, '/signatures'), upload(PNG, '签字.png', { by, way: 'finger', contentSm3, ...more }))
  }
  const finish = async (paperId: string, contentSm3?: string, who: Persona = 'officer') =>
    court.call(who, 'POST', draftAt(paperId, '/finish'), { contentSm3: contentSm3 ?? (await read(paperId, who)).contentSm3 })
  const done = async (): Promise<string> => {
    const paperId = await begin()
    await save(paperId)
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
    return paperId
  }
  const entries = async () => (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => type === 'paper.filed')

  it('are filled from the file, signed on one text, and filed as one entry with both files and the signatures', async () => {
    const paperId = await begin()
    const fresh = await read(paperId)
    expect(fresh).toMatchObject({ stage: 'drafted', fields: { interviewer: expect.stringContaining('工作人员'), interview_time: expect.stringMatching(/^2026-/) } })
    expect(fresh.text.sections[0].rows).toContainEqual({ label: '申请执行人', lines: ['当事人1号'] })
    expect((await save(paperId)).body.data).toMatchObject({ stage: 'filled', problems: [{ at: 'interviewee' }, { at: 'interviewer' }] })
    expect(await entries()).toEqual([])
    await sign(paperId, 'interviewee')
    const signed = await sign(paperId, 'interviewer')
    expect([signed.body.data.stage, signed.body.can.finish]).toEqual(['signed', true])
    const { contentSm3 } = await read(paperId)
    expect((await finish(paperId)).status).toBe(200)
    const [entry] = await entries()
    expect(entry).toMatchObject({
      actor: { id: court.id('officer'), role: 'officer' },
      body: {
        paperId, form: FORM, contentSm3,
        signatures: [{ by: 'interviewee', device: 'officer', contentSm3 }, { by: 'interviewer', device: 'own', staffId: court.id('officer') }],
      },
    })
    expect(entry!.attachments.map(({ type }) => type)).toEqual(['application/pdf', expect.stringContaining('wordprocessingml'), 'image/png', 'image/png'])
    expect(JSON.stringify(entry!.body)).not.toContain('当事人1号')
    for (const { id } of entry!.attachments) expect(await court.rooms.isFiled(caseChain(caseId), id)).toBe(true)
    const { body: { data: { filed, drafts } } } = await court.call('leader', 'GET', ofCase())
    expect([filed.map((one: { paperId: string }) => one.paperId), drafts]).toEqual([[paperId], []])
  })

  it('are read as PDF and Word, with the number of the case, the hash and the signature in them', async () => {
    const paperId = await done()
    const { data } = (await court.call('leader', 'GET', ofCase(`/${paperId}`))).body
    const bytesOf = (id: string, who: Persona = 'leader') => court.call(who, 'GET', ofCase(`/${paperId}/${id}`))
    const pdf = await bytesOf(data.files.pdf)
    expect([pdf.status, pdf.text.slice(0, 5)]).toEqual([200, '%PDF-'])
    const [entry] = await entries()
    const word = (await court.rooms.attachments.read(caseChain(caseId), data.files.docx))!
    const zip = await JSZip.loadAsync(word.bytes)
    const xml = await zip.file('word/document.xml')!.async('string')
    for (const words of ['终结本次执行程序前约谈笔录', data.number, data.contentSm3, '当事人1号', '1. 案件执行情况']) expect(xml).toContain(words)
    expect(Object.keys(zip.files).filter((name) => name.startsWith('word/media/')).length).toBeGreaterThan(0)
    expect(entry!.entryHash).toBe(data.entryHash)
    expect((await bytesOf(data.signatures[0].attachmentId)).status).toBe(200)
    expect((await bytesOf('a_00000000000')).status).toBe(404)
  })

  it('a signature given to another text than the one on record is none, and a change after it makes it hold no longer', async () => {
    const paperId = await begin()
    await save(paperId)
    const { contentSm3: shownBefore } = await read(paperId)
    await save(paperId, { ...filled(), opinion: 'disagree' })
    expect(errorOf(await sign(paperId, 'interviewee', { contentSm3: shownBefore }))).toEqual([409, 'papers.text_changed'])
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    const after = await save(paperId, { ...filled(), opinion: 'agree' })
    expect(after.body.data.signatures).toMatchObject([{ holds: false }, { holds: false }])
    expect(errorOf(await finish(paperId))).toEqual([409, 'papers.unfinished'])
    expect(errorOf(await finish(paperId, 'f'.repeat(64)))).toEqual([409, 'papers.text_changed'])
    expect(await entries()).toEqual([])
  })

  it('are finished once: the answer is repeated, the paper is not, and nothing of it can be changed', async () => {
    const paperId = await begin()
    await save(paperId)
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    const { contentSm3 } = await read(paperId)
    const [one, two] = await Promise.all([finish(paperId, contentSm3), finish(paperId, contentSm3)])
    expect([one.status, two.status]).toEqual([200, 200])
    const again = await finish(paperId, contentSm3)
    expect([again.status, again.body]).toEqual([200, one.body])
    expect(errorOf(await court.call('officer', 'POST', draftAt(paperId, '/finish'), { contentSm3: 'e'.repeat(64) }))).toEqual([409, 'papers.finished'])
    expect(errorOf(await court.call('officer', 'PUT', draftAt(paperId), { revision: 9, fields: {}, refusedToSign: null }))).toEqual([409, 'papers.finished'])
    expect((await entries()).length).toBe(1)
  })

  it('who will not sign is recorded with what was said, and whoever talked with them signs for that', async () => {
    const paperId = await begin()
    await save(paperId, filled(), { by: 'interviewee', talkRecord: '已逐项告知，本人听清后表示不签字。' })
    expect(errorOf(await sign(paperId, 'interviewee'))).toEqual([409, 'papers.not_a_signer'])
    expect(errorOf(await finish(paperId))).toEqual([409, 'papers.unfinished'])
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
    expect((await entries())[0]!.body).toMatchObject({ refusedToSign: { by: 'interviewee', talkRecord: expect.stringContaining('不签字') } })
  })

  it('whoever holds an office is asked, reads the text under their own account and signs there; nobody signs in their place but on paper', async () => {
    const paperId = await begin()
    await save(paperId)
    const ask = (staffId: string | null, by = 'leader') => court.call('officer', 'POST', draftAt(paperId, '/requests'), { by, staffId })
    expect((await court.call('president', 'GET', draftAt(paperId))).status).toBe(404)
    expect(errorOf(await ask(court.id('leader')))).toEqual([409, 'papers.not_a_signer'])
    expect(errorOf(await ask(court.id('president'), 'interviewee'))).toEqual([409, 'papers.not_a_signer'])
    const { signers } = (await ask(court.id('president'))).body.data
    expect(signers).toContainEqual(expect.objectContaining({ by: 'leader', asked: { staffId: court.id('president'), name: expect.any(String) } }))
    expect((await court.call('president', 'GET', '/papers/drafts')).body.data.toSign).toMatchObject([{ paperId }])
    expect(errorOf(await sign(paperId, 'leader'))).toEqual([409, 'papers.not_a_signer'])
    expect(errorOf(await sign(paperId, 'interviewee', {}, 'president'))).toEqual([409, 'papers.not_a_signer'])
    expect((await court.call('president', 'PUT', draftAt(paperId), { revision: 0, fields: {}, refusedToSign: null })).status).toBe(403)
    expect((await sign(paperId, 'leader', {}, 'president')).body.data.signatures).toMatchObject([{ by: 'leader', device: 'own', holds: true }])
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
    expect((await entries())[0]!.body).toMatchObject({ signatures: [{ by: 'leader', staffId: court.id('president') }, { by: 'interviewee' }, { by: 'interviewer' }] })
    expect((await ask(null)).status).toBe(409)
  })

  it('one that is wrong is corrected by another that names it, once', async () => {
    const first = await done()
    const paperId = await begin('officer', { replaces: first })
    expect((await read(paperId)).fields).toMatchObject({ opinion: 'agree' })
    await save(paperId, { ...filled(), opinion: 'disagree' })
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
    const { filed } = (await court.call('officer', 'GET', ofCase())).body.data
    expect(filed).toMatchObject([{ paperId, replaces: first }, { paperId: first, replacedBy: paperId }])
    const again = await court.call('officer', 'POST', ofCase(), { commandId: newCommandId(), form: FORM, replaces: first })
    expect(errorOf(again)).toEqual([409, 'papers.replaces_unknown'])
    const fields = { way: '当面', place: '第二接待室', interviewer: '承办人', told_items: '全部', opinion: '同意' }
    const node = { commandId: newCommandId(), what: 'termination_interview', on: '2026-03-10', fields, about: [court.id('owner')], paper: first }
    const uponOld = await court.call('officer', 'POST', `/cases/${caseId}/progress/nodes`, node)
    expect(errorOf(uponOld)).toEqual([409, 'progress.evidence_unknown'])
    expect((await court.call('officer', 'GET', ofCase(`/${first}`))).body.data.records).toBeNull()
  })

  it('are the proof of the step that rests on them, as long as both say the same', async () => {
    const paperId = await done()
    const { records } = (await court.call('officer', 'GET', ofCase(`/${paperId}`))).body.data
    expect(records).toMatchObject({ what: 'termination_interview', recorded: false, fields: { opinion: '同意', told_items: expect.stringContaining('法律后果') } })
    const node = (more: object = {}, paper = paperId) => court.call('officer', 'POST', `/cases/${caseId}/progress/nodes`, {
      commandId: newCommandId(), what: records.what, on: records.on, fields: records.fields, about: records.about, paper, ...more,
    })
    expect(errorOf(await node({ fields: { ...records.fields, opinion: '不同意' } }))).toEqual([400, 'progress.field_wrong'])
    expect(errorOf(await node({}, 'w_00000000'))).toEqual([409, 'progress.evidence_unknown'])
    const own = caseId
    caseId = await court.newCase()
    expect(errorOf(await node())).toEqual([409, 'progress.evidence_unknown'])
    caseId = own
    expect((await node()).status).toBe(200)
    const recorded = (await court.rooms.log.list(caseChain(caseId))).find(({ type }) => type === 'node.recorded')!
    expect(recorded.body).toMatchObject({ paper: paperId, filedHash: (await entries())[0]!.entryHash })
    expect((await court.call('officer', 'GET', ofCase(`/${paperId}`))).body.data.records.recorded).toBe(true)
  })

  it('one that was corrected after it was recorded proves nothing any more: the termination’s checks are red', async () => {
    const first = await done()
    const { records } = (await court.call('officer', 'GET', ofCase(`/${first}`))).body.data
    const node = { commandId: newCommandId(), what: records.what, on: records.on, fields: records.fields, about: records.about, paper: first }
    expect((await court.call('officer', 'POST', `/cases/${caseId}/progress/nodes`, node)).status).toBe(200)
    const checks = async () => {
      const { data } = (await court.call('officer', 'GET', `/cases/${caseId}/termination`)).body
      return [data.checks[6].state, data.checks[7].state, data.keepsBack]
    }
    expect(await checks()).toEqual(['green', 'green', [1, 5, 10]])
    const paperId = await begin('officer', { replaces: first })
    await save(paperId, { ...filled(), opinion: 'disagree' })
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
    expect(await checks()).toEqual(['red', 'red', [1, 5, 7, 8, 10]])
  })

  it('whose answer to a save was lost is saved by the same once more, and a signature given meanwhile keeps nobody from writing on', async () => {
    const paperId = await begin()
    const { revision } = await read(paperId)
    const put = (fields: object, over: number) => court.call('officer', 'PUT', draftAt(paperId), { revision: over, fields, refusedToSign: null })
    const first = await put(filled(), revision)
    const again = await put(filled(), revision)
    expect([first.status, again.status, again.body.data.revision]).toEqual([200, 200, first.body.data.revision])
    expect(errorOf(await put({ ...filled(), place: '第一接待室' }, revision))).toEqual([409, 'papers.changed_meanwhile'])
    await court.call('officer', 'POST', draftAt(paperId, '/requests'), { by: 'leader', staffId: court.id('president') })
    expect((await sign(paperId, 'leader', {}, 'president')).status).toBe(200)
    const after = await put({ ...filled(), place: '第一接待室' }, again.body.data.revision)
    expect([after.status, after.body.data.signatures]).toEqual([200, [expect.objectContaining({ by: 'leader', holds: false })]])
  })

  it('what two sign and are asked at the same moment is all kept', async () => {
    const paperId = await begin()
    await save(paperId)
    const asked = court.call('officer', 'POST', draftAt(paperId, '/requests'), { by: 'leader', staffId: court.id('president') })
    const [one, two] = await Promise.all([sign(paperId, 'interviewee'), sign(paperId, 'interviewer'), asked])
    expect([one.status, two.status, (await asked).status]).toEqual([200, 200, 200])
    const { signatures, signers } = await read(paperId)
    expect([signatures.length, signers.find(({ by }: { by: string }) => by === 'leader').asked.staffId]).toEqual([2, court.id('president')])
  })

  it('whoever signed and then refuses the changed text is no signer any more, and the paper is finished with the talk', async () => {
    const paperId = await begin()
    await save(paperId)
    await sign(paperId, 'interviewee')
    const refused = { by: 'interviewee', talkRecord: '看到改动后表示不再签字。' }
    expect((await save(paperId, { ...filled(), opinion: 'other' }, refused)).body.data.signatures).toEqual([])
    await sign(paperId, 'interviewer')
    expect((await finish(paperId)).status).toBe(200)
  })

  it('is refused with the field where something is written that the form does not ask, and keeps a talk’s record from its first letter', async () => {
    const paperId = await begin()
    const answer = await save(paperId, { ...filled(), other: '别的' })
    expect([...errorOf(answer), answer.body.error.field]).toEqual([400, 'input.invalid', 'body.fields.other'])
    const begun = await save(paperId, filled(), { by: 'interviewee', talkRecord: '已' })
    expect([begun.status, begun.body.data.refusedToSign.talkRecord, begun.body.data.problems[0].at]).toEqual([200, '已', 'refusedToSign'])
    await sign(paperId, 'interviewer')
    expect(errorOf(await finish(paperId))).toEqual([409, 'papers.unfinished'])
  })

  it('begun twice under one number is one paper of one form', async () => {
    const commandId = newCommandId()
    const first = await done()
    const start = (more: object = {}) => court.call('officer', 'POST', ofCase(), { commandId, form: FORM, ...more })
    const [one, two] = [await start(), await start()]
    expect(two.body).toEqual(one.body)
    expect(errorOf(await start({ replaces: first }))).toEqual([409, 'log.key_conflict'])
  })

  it('filed, and cut off before the draft was thrown away, has no row any more once it was opened', async () => {
    const paperId = await begin()
    await save(paperId)
    await sign(paperId, 'interviewee')
    await sign(paperId, 'interviewer')
    const drafts = court.connection.collection('paper_drafts')
    const kept = await drafts.findOne({ _id: paperId as never })
    expect((await finish(paperId)).status).toBe(200)
    await drafts.insertOne(kept!)
    const rows = async () => (await court.call('officer', 'GET', ofCase())).body.data.drafts.length
    expect(await rows()).toBe(1)
    expect(errorOf(await court.call('officer', 'GET', draftAt(paperId)))).toEqual([409, 'papers.finished'])
    expect(await rows()).toBe(0)
  })

  it('what is not finished is its author’s alone: another officer finds none, a party is turned away, a leader reads what is finished', async () => {
    const paperId = await begin()
    const paths = (who: Persona) => Promise.all([
      court.call(who, 'GET', ofCase()), court.call(who, 'POST', ofCase(), { commandId: newCommandId(), form: FORM }), court.call(who, 'GET', draftAt(paperId)),
      finish(paperId, 'a'.repeat(64), who),
      court.call(who, 'POST', draftAt(paperId, '/signatures'), upload(PNG, '签字.png', { by: 'interviewee', way: 'finger', contentSm3: 'a'.repeat(64) })),
    ].map(async (call) => (await call).status))
    expect(await paths('anyone')).toEqual([401, 401, 401, 401, 401])
    expect(await paths('owner')).toEqual([403, 403, 403, 403, 403])
    expect(await paths('judge')).toEqual([200, 200, 404, 404, 404])
    expect(await paths('leader')).toEqual([200, 403, 404, 404, 404])
    expect(await paths('stranger')).toEqual([404, 404, 404, 404, 404])
    expect((await court.call('judge', 'GET', '/papers/drafts')).body.data.drafts.map((one: { paperId: string }) => one.paperId)).not.toContain(paperId)
  })

  it('what two devices write at once is not written over, a form of elsewhere is none, and a drawn signature is a small PNG', async () => {
    const paperId = await begin()
    const { revision } = await read(paperId)
    const put = (fields: object) => court.call('officer', 'PUT', draftAt(paperId), { revision, fields, refusedToSign: null })
    expect([(await put(filled())).status, errorOf(await put({ place: '别处' }))]).toEqual([200, [409, 'papers.changed_meanwhile']])
    expect(errorOf(await court.call('officer', 'POST', ofCase(), { commandId: newCommandId(), form: 'reply_record' }))).toEqual([409, 'papers.form_unknown'])
    const { contentSm3 } = await read(paperId)
    const drawn = (bytes: Buffer, way = 'finger') =>
      court.call('officer', 'POST', draftAt(paperId, '/signatures'), upload(bytes, '签字.jpg', { by: 'interviewee', way, contentSm3 }))
    expect(errorOf(await drawn(Buffer.concat([PNG, Buffer.alloc(400_000)])))).toEqual([413, 'input.too_large'])
    expect(errorOf(await drawn(Buffer.from('不是图片')))).toEqual([400, 'input.unsupported_type'])
    expect((await drawn(PNG, 'paper')).body.data.signatures).toMatchObject([{ by: 'interviewee', way: 'paper', holds: true }])
    const off = await court.call('officer', 'POST', draftAt(paperId, '/signatures/interviewee/removal'), { commandId: newCommandId() })
    expect(off.body.data.signatures).toEqual([])
    expect((await court.call('officer', 'POST', draftAt(paperId, '/discard'), { commandId: newCommandId() })).status).toBe(200)
    expect((await court.call('officer', 'GET', draftAt(paperId))).status).toBe(404)
  })
})
