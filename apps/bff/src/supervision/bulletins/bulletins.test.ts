import type { BulletinEntries, BulletinView, HeadingView, Screenings } from '@zhixin/shared/contract'
import { caseChain, complaintChain } from '@zhixin/shared/ids'
import type { JsonObject, SequencedEntry } from '@zhixin/shared/log'
import JSZip from 'jszip'
import WebSocket from 'ws'
import { sm3Hex } from '../../log'
import { CASE, newCommandId, openTestCourt, type Persona, TEAM, type TestCourt } from '../../test-support/court'

const WEEK = '2026-03-09'
const SECRET = '这是当事人说的话'
let court: TestCourt
let count = 0

const idOf = (n: number): string => `k_${String(n).padStart(10, '0')}`
async function write(chain: string, type: string, body: JsonObject, persona: Persona = 'duty'): Promise<void> {
  await court.rooms.log.append({ chain, key: `test/${++count}`, decide: () => Promise.resolve({ type, actor: { kind: 'staff', id: court.id(persona),
    role: 'staff' }, body }) })
}
const petition = (n: number): string => complaintChain({ stream: 'petition', complaintId: idOf(n) })
const receive = (chain: string, channel: string, more: JsonObject = {}) => write(chain, 'complaint.received', { channel, by: 'anonymous', matter: SECRET,
  fields: { residence: 'local', arrival: 'first' }, ...more })
const step = (chain: string, id: string, to: string, fields: JsonObject = {}) => write(chain, 'complaint.stepped', { step: id, to, fields })
const handled = { handling_department: TEAM, responsible: 's_somebody', due_on: '2026-04-01' }

/** A demo week, from Tuesday ten o'clock. Each line says what is to be counted by hand. */
async function demoWeek(): Promise<void> {
  // Tuesday: 1 by letter, registered the same day; assigned on Wednesday.
  await receive(petition(1), 'letter', { caseId: CASE, receipt: 'AB12CD34' })
  await step(petition(1), 'register', 'registered')
  // 2 a visit to the province, assigned the same day; 3 a call, registered on Thursday: too late.
  await receive(petition(2), 'visit', { fields: { arrival: 'assigned', residence: 'elsewhere', arrival_place: 'province' } })
  await step(petition(2), 'assign_from_above', 'assigned', handled)
  await receive(petition(3), 'hotline')
  court.later({ days: 1 })
  await step(petition(1), 'explain', 'explaining')
  await step(petition(1), 'refer', 'pending_approval')
  await step(petition(1), 'approve', 'assigned', handled)
  court.later({ days: 1 })
  await step(petition(3), 'register', 'registered')
  await step(petition(2), 'report_task_force', 'task_force_reported')
  await step(petition(1), 'urge', 'assigned')
  // Not petitions: one feedback, one question, one call, one case urged.
  await receive(complaintChain({ stream: 'feedback', complaintId: idOf(20) }), 'app')
  await receive(complaintChain({ stream: 'inquiry', complaintId: idOf(21) }), 'telephone')
  await write('call:h_aaaaaaaaaa', 'call.opened', { line: 'hotline', direction: 'in', numberShown: false })
  await write(caseChain(CASE), 'case.urged', { about: { what: 'clock', clockId: 'x/1', node: 'x', dueAt: '2026-03-10T00:00:00.000Z' },
    staffIds: [court.id('officer')] })
  // About the director, who reads bulletins; and a report of misconduct: in no number.
  await receive(petition(4), 'letter', { about: [court.id('director')] })
  await receive(complaintChain({ stream: 'discipline', complaintId: idOf(5) }), 'hotline')
  court.later({ days: 2 })
  await step(petition(2), 'conclude', 'concluded')
  await step(petition(2), 'reply', 'replied')
  await step(petition(2), 'close', 'closed')
}

/** A socket of somebody's, open and signed in. */
async function hearing(who: Persona): Promise<{ workListChanged: Promise<void>; close(): void }> {
  const token = await court.tokenOf(who)
  const socket = new WebSocket(court.socketUrl)
  const says = (wanted: string) => new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => (JSON.parse(String(data)) as { type: string }).type === wanted && resolve())
  })
  const [ready, workListChanged] = [says('ready'), says('work_list_changed')]
  socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
  await ready
  return { workListChanged, close: () => socket.terminate() }
}

beforeAll(async () => {
  court = await openTestCourt()
  await demoWeek()
  await court.settled()
}, 60_000)
afterAll(() => court.close())

const get = (who: Persona, path: string) => court.call(who, 'GET', path)
const view = async (who: Persona = 'duty', path = `/bulletins/weekly/${WEEK}`): Promise<BulletinView> => {
  const answer = await get(who, path)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.body.data
}
const figuresIn = (headings: HeadingView[]): Record<string, number> => Object.fromEntries(headings.flatMap(({ figures }) => figures.map(({ id,
  value }) => [id, value])))
const entriesOf = async (figure: string, path = `/bulletins/weekly/${WEEK}`): Promise<BulletinEntries> => (await get('duty',
  `${path}/entries?figure=${figure}`)).body.data

/** Another, plainer way to the same numbers: raw entries, loops, no workflow and no definitions. */
async function recounted(from: string, to: string): Promise<Record<string, number>> {
  const all = await court.rooms.log.tail(-1, 100_000)
  const hidden = new Set(all.filter(({ type,
    body }) => type === 'complaint.received' && ((body['about'] ?? []) as string[]).includes(court.id('director'))).map(({ chain }) => chain))
  const begins = new Date(`${from}T00:00:00+08:00`).toISOString()
  const ends = new Date(new Date(`${to}T00:00:00+08:00`).getTime() + 86_400_000).toISOString()
  const petitions = new Map<string, SequencedEntry[]>()
  for (const entry of all) if (entry.chain.startsWith('petition:') && !hidden.has(entry.chain)) petitions.set(entry.chain,
    [...(petitions.get(entry.chain) ?? []), entry])
  const got: Record<string, number> = Object.fromEntries(['received', 'visits', 'letters', 'calls_in', 'explained', 'led', 'assigned', 'urged', 'concluded',
    'replied', 'closed', 'stock_start', 'stock_end', 'visits_by_day', 'hotline_calls', 'case_urged', 'reopened'].map((id) => [id, 0]))
  const dayIn = (at: unknown): boolean => typeof at === 'string' && at !== '' && at >= begins && at < ends
  for (const { chain, type, at, body } of all.filter((entry) => dayIn(entry.at))) {
    if (type === 'call.opened' && body['direction'] === 'in' && body['line'] !== 'misconduct') got.hotline_calls = got.hotline_calls! + 1
    if (type === 'case.urged' || (type === 'watch.urged' && chain.startsWith('watch:') && at >= begins)) got.case_urged = got.case_urged! + 1
  }
  const plus = (id: string): void => { got[id] = (got[id] ?? 0) + 1 }
  const STATES: Record<string, string> = { explaining: 'explained', task_force_reported: 'led', assigned: 'assigned', concluded: 'concluded',
    replied: 'replied', closed: 'closed' }
  for (const entries of petitions.values()) {
    let now = 'received'
    let [atStart, atEnd] = ['none', 'none']
    // What each round says of the visit: one string for each, the newest that was said in it.
    const visited: unknown[] = []
    for (const { type, at, body } of entries) {
      const isIn = at >= begins && at < ends
      if (type === 'complaint.received' || body['step'] === 'begin_again') visited.push('')
      const said = (body['fields'] as JsonObject | undefined)?.['visited_at']
      if (said !== undefined && said !== '') visited[visited.length - 1] = said
      if (type === 'complaint.received' && isIn) {
        plus('received')
        if (body['channel'] === 'visit') plus('visits')
        if (body['channel'] === 'letter') plus('letters')
        if (body['channel'] === 'hotline') plus('calls_in')
      }
      if (type === 'complaint.stepped') {
        if (body['step'] === 'urge' && isIn) plus('urged')
        if (body['step'] === 'begin_again' && isIn) plus('reopened')
        if (isIn && body['to'] !== now && STATES[String(body['to'])]) plus(STATES[String(body['to'])]!)
        now = String(body['to'])
      }
      if (at < begins) atStart = now
      if (at < ends) atEnd = now
    }
    if (visited[0] === '' && entries[0]!.body['channel'] === 'visit') visited[0] = entries[0]!.at
    for (const at of visited) if (dayIn(at)) plus('visits_by_day')
    if (!['none', 'closed', 'archived'].includes(atStart)) plus('stock_start')
    if (!['none', 'closed', 'archived'].includes(atEnd)) plus('stock_end')
  }
  return got
}

describe('the weekly bulletin', () => {
  test('has the five headings of 003, and the figures that were counted by hand', async () => {
    const { headings, note } = await view()
    expect(headings.map(({ label }) => label)).toEqual(['接处访情况', '院领导包案情况', '交办案件办理情况', '息诉情况', '存在的问题'])
    expect(figuresIn(headings)).toMatchObject({
      received: 3, visits: 1, letters: 1, calls_in: 1, explained: 1, feedback_in: 1, inquiries_in: 1, hotline_calls: 1, register_due: 3, register_met: 2,
      led: 1, assigned: 2, assign_due: 1, assign_met: 1, urged: 1, stock_start: 0, stock_end: 2, concluded: 1, replied: 1, closed: 1, case_urged: 1,
    })
    expect(note).toContain('不计入')
  })

  test('recomputed from the raw entries by a plainer counter: week, day, month', async () => {
    for (const [path, from, to] of [[`/bulletins/weekly/${WEEK}`, WEEK, '2026-03-15'], ['/bulletins/monthly/2026-03-01', '2026-03-01', '2026-03-31'],
      ['/bulletins/weekly/2026-03-02', '2026-03-02', '2026-03-08']] as const) {
      const shown = figuresIn((await view('duty', path)).headings)
      const plain = await recounted(from, to)
      expect(Object.fromEntries(Object.keys(plain).map((id) => [id, shown[id]]))).toEqual(plain)
    }
    const day = figuresIn((await view('duty', '/bulletins/daily/2026-03-10')).headings)
    expect([day.received, (await recounted('2026-03-10', '2026-03-10')).received]).toEqual([3, 3])
  })

  test('no rate without its definition, numerator and denominator; none of nothing', async () => {
    for (const { rates, text } of (await view()).headings) {
      for (const { definition, numerator, denominator, percent } of rates) {
        const below = denominator.reduce((sum, { value }) => sum + value, 0)
        expect(definition.length).toBeGreaterThan(10)
        expect(percent).toBe(below === 0 ? null : (Math.round((numerator.value / below) * 1000) / 10).toFixed(1))
      }
      for (const line of text) expect(line.match(/%(?!（\d+\/\d+）)/)).toBeNull()
    }
  })

  test('every number is the length of the list of entries behind it, and tells no word of anybody', async () => {
    for (const { figures } of (await view()).headings) {
      for (const { id, value } of figures) {
        const { total, entries } = await entriesOf(id)
        expect([id, total, entries.length]).toEqual([id, value, value])
      }
    }
    const { entries } = await entriesOf('letters')
    expect(entries).toMatchObject([{ kindLabel: '执行信访', receipt: 'AB12CD34', number: '（2026）虚01执1号', sentence: '收到并登记，来信', department: TEAM }])
    const assigned = await get('duty', `/bulletins/weekly/${WEEK}/entries?figure=assigned&by=department&key=${encodeURIComponent(TEAM)}`)
    expect(assigned.body.data.total).toBe(2)
    for (const { chart } of (await view()).headings) {
      for (const { key, value } of chart?.rows ?? []) {
        const part = await get('duty', `/bulletins/weekly/${WEEK}/entries?figure=${chart!.figure}&by=${chart!.by}&key=${encodeURIComponent(key)}`)
        expect([key, part.body.data.total]).toEqual([key, value])
      }
    }
    expect((await view()).headings[0]!.chart!.rows.map(({ label }) => label).sort()).toEqual(['来信', '来访', '热线'])
    expect(JSON.stringify([await entriesOf('received'), await view()])).not.toContain(SECRET)
  })

  test('whoever reads it finds nothing of a complaint about themselves or of a report of misconduct, and nothing of either is kept for it', async () => {
    const seen = JSON.stringify([await view('director'), ...(await Promise.all(['received', 'stock_end', 'letters', 'calls_in'].map((id) => entriesOf(id))))])
    expect(seen).not.toContain(idOf(4))
    expect(seen).not.toContain(idOf(5))
    const kept = await court.connection.db!.collection('counted_files').find({}).toArray()
    expect(kept.map(({ _id }) => String(_id)).filter((chain) => /discipline|inspection/.test(chain))).toEqual([])
    expect(JSON.stringify(kept)).not.toContain(SECRET)
  })

  test('built anew from the log it is the same', async () => {
    const before = await view()
    await court.rebuildReadModels()
    expect(await view()).toEqual(before)
  })
})

describe('who may', () => {
  test.each<[Persona, number, number]>([
    ['anyone', 401, 401], ['owner', 403, 403], ['officer', 403, 403], ['judge', 403, 403], ['leader', 403, 403], ['hotline', 403, 403], ['inspector', 403, 403],
    ['liaison', 403, 200], ['president', 200, 403], ['director', 200, 200], ['duty', 200, 200],
  ])('%s: bulletins %i, screening %i', async (who, bulletins, screening) => {
    expect([(await get(who, '/bulletins')).status, (await get(who, `/bulletins/weekly/${WEEK}`)).status, (await get(who,
      '/screenings')).status]).toEqual([bulletins, bulletins, screening])
  })
  test('president and director read, and do not issue; bad days are none', async () => {
    for (const who of ['president', 'director'] as const) {
      expect((await court.call(who, 'POST', `/bulletins/weekly/${WEEK}/issue`, { commandId: newCommandId() })).status).toBe(403)
      expect((await get(who, `/bulletins/weekly/${WEEK}`)).body.can).toEqual({ remark: false, issue: false, correct: false })
    }
    expect((await get('duty', '/bulletins/weekly/2026-03-10')).status).toBe(404)
    expect((await get('duty', '/bulletins/weekly/2026-03-16')).status).toBe(404)
    expect((await get('duty', '/bulletins/hourly/2026-03-09')).status).toBe(400)
    expect((await get('duty', `/bulletins/weekly/${WEEK}/entries?figure=made_up`)).status).toBe(404)
    expect((await court.call('duty', 'POST', `/bulletins/weekly/${WEEK}/remarks`, { commandId: newCommandId(), heading: 'made_up',
      text: '补充' })).status).toBe(404)
  })
})

describe('screening and zero report', () => {
  const screenings = async (who: Persona): Promise<Screenings> => (await get(who, '/screenings')).body.data
  test('a liaison reports nothing, which is a report; others are missing, and are reminded once it was due', async () => {
    const mine = await screenings('liaison')
    expect([mine.mine, mine.periods[0]!.rows.map(({ department }) => department)]).toEqual([TEAM, [TEAM]])
    const body = { commandId: newCommandId(), petitions: 0, disputes: 0, note: '' }
    expect((await court.call('liaison', 'POST', `/screenings/weekly/${WEEK}`, body)).status).toBe(200)
    // Lost on the way and sent again: one report.
    expect((await court.call('liaison', 'POST', `/screenings/weekly/${WEEK}`, body)).status).toBe(200)
    expect(figuresIn((await view()).headings)).toMatchObject({ screening_due: 2, screening_made: 1, screening_zero: 1, screening_missing: 1 })
    expect((await entriesOf('screening_missing')).entries).toMatchObject([{ department: '执行实施二团队', at: null, sentence: '没有上报排查' }])
    expect((await court.call('duty', 'POST', `/screenings/weekly/${WEEK}`, body)).status).toBe(403)
    expect((await court.call('liaison', 'POST', '/screenings/daily/2026-03-10', { ...body,
      commandId: newCommandId() })).body.error.code).toBe('bulletins.no_report_due')
    const remind = await court.call('duty', 'POST', `/screenings/weekly/${WEEK}/reminders`, { commandId: newCommandId(), departments: [TEAM, '执行实施二团队'] })
    expect((remind.body.data as Screenings).periods[0]!.rows.map(({ department, remindedAt }) => [department, remindedAt !== null])).toEqual([[TEAM, false],
      ['执行实施二团队', true]])
  })
})

describe('issuing', () => {
  const issue = (body: object = {}) => court.call('duty', 'POST', `/bulletins/weekly/${WEEK}/issue`, { commandId: newCommandId(), ...body })
  const file = async (kind: string, path = `/bulletins/weekly/${WEEK}`, query = '') => Buffer.from(await (await fetch(`${court.origin}/api/v1${path}/files/${kind}${query}`,
    { headers: { Authorization: `Bearer ${await court.tokenOf('duty')}` } })).arrayBuffer())
  const textOf = async (bytes: Buffer,
    part: string) => [...(await (await JSZip.loadAsync(bytes)).file(part)!.async('string')).matchAll(/<(?:w:)?t[^>]*>([^<]*)</g)].map(([, text]) => text)

  test('not before the week is over; until then papers say that they are drafts', async () => {
    expect((await issue()).body.error.code).toBe('bulletins.not_over')
    expect((await textOf(await file('docx'), 'word/document.xml')).join('')).toContain('草稿，未印发')
  })

  test('with the editor’s remark, its papers stand by their hash; what is recorded later changes nothing of it and is shown', async () => {
    const remarked = await court.call('duty', 'POST', `/bulletins/weekly/${WEEK}/remarks`, { commandId: newCommandId(), heading: 'problems',
      text: '个别庭室没有按时报送。' })
    expect(remarked.body.data.headings[4].remark).toBe('个别庭室没有按时报送。')
    court.later({ days: 2 })
    const commandId = newCommandId()
    const first = await issue({ commandId })
    expect([first.status, first.body.data.standing, first.body.can]).toEqual([200, 'issued', { remark: true, issue: false, correct: true }])
    expect((await issue({ commandId })).body.data.issued.edition).toBe(1)
    expect((await issue()).body.error.code).toBe('bulletins.issued_already')
    const issued = await view('president')
    for (const { kind, sm3 } of issued.issued!.files) expect(sm3Hex(await file(kind))).toBe(sm3)
    const words = (await textOf(await file('docx'), 'word/document.xml')).join('\n')
    for (const said of ['一、接处访情况', '五、存在的问题', '个别庭室没有按时报送。', '（2/3）', '各庭室、执行指挥中心：']) expect(words).toContain(said)
    expect(words).not.toContain('草稿')

    const before = figuresIn(issued.headings)
    await receive(petition(9), 'visit', { fields: { arrival: 'first', residence: 'local', visited_at: '2026-03-12T02:00:00.000Z' } })
    await court.settled()
    const after = await view()
    expect(figuresIn(after.headings)).toEqual(before)
    expect(after.issued!.changed).toEqual([{ id: 'visits_by_day', label: '按来访日计', issued: before.visits_by_day, now: before.visits_by_day! + 1 }])
    // A word that was wrong is put right by the next edition; what stands is not touched, and both papers are there.
    const firstPaper = await file('docx')
    const put = await court.call('duty', 'POST', `/bulletins/weekly/${WEEK}/remarks`, { commandId: newCommandId(), heading: 'problems', text: '个别庭室没有报送。' })
    expect([put.status, put.body.data.headings[4].remark, put.body.data.issued.remarks]).toEqual([200, '个别庭室没有按时报送。', { problems: '个别庭室没有报送。' }])
    const corrected = await issue({ because: '补登了一件来访' })
    expect(corrected.body.data).toMatchObject({ issued: { before: [{ edition: 1, because: null }], remarks: {} } })
    expect((await textOf(await file('docx'), 'word/document.xml')).join('\n')).toContain('个别庭室没有报送。')
    expect(await file('docx', undefined, '?edition=1')).toEqual(firstPaper)
    expect((await get('duty', `/bulletins/weekly/${WEEK}/files/docx?edition=3`)).status).toBe(404)
    expect(corrected.body.data).toMatchObject({ issued: { edition: 2, because: '补登了一件来访', changed: [] } })
    expect(figuresIn(corrected.body.data.headings).visits_by_day).toBe(before.visits_by_day! + 1)
  })

  test('the workbook has a sheet for each heading and one with the entries behind the numbers', async () => {
    const { default: ExcelJS } = await import('exceljs')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await file('xlsx')) as never)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['1.接处访情况', '2.院领导包案情况', '3.交办案件办理情况', '4.息诉情况', '5.存在的问题', '条目'])
    const cells = book.worksheets[0]!.getSheetValues().map((row) => (row as unknown[] | undefined)?.slice(1))
    expect(cells.find((row) => row?.[0] === '登记信访')).toEqual(['登记信访', 3, '件', expect.any(String), expect.stringContaining('一件信访算一件')])
    expect(cells.find((row) => row?.[0] === '当天登记率')).toEqual(['当天登记率', '66.7%', '当天登记 2', '应当天登记 3', expect.stringContaining('本院自定算法')])
    const rows = book.getWorksheet('条目')!.getSheetValues().map((row) => (row as unknown[] | undefined)?.slice(1))
    expect(rows.filter((row) => row?.[0] === '登记信访')).toHaveLength(3)
    // Each value under its heading.
    expect(rows[1]).toEqual(['数字', '时间', '卷', '编号', '案号', '庭室', '记载'])
    expect(rows.find((row) => row?.[0] === '来信')).toEqual(['来信', expect.stringMatching(/^2026-03-1/), '执行信访', 'AB12CD34', '（2026）虚01执1号', TEAM, '收到并登记，来信'])
  })

  test('somebody who comes to read bulletins later finds nothing of themselves in what was issued', async () => {
    await receive(petition(10), 'letter', { about: [court.id('colleague')], caseId: CASE, receipt: 'ZZ98YY76' })
    await step(petition(10), 'assign_from_above', 'assigned', handled)
    await court.settled()
    const { number, name, department } = (await court.rooms.identity.staff.byId(court.id('colleague')))!
    const path = '/bulletins/weekly/2026-03-16'
    court.later({ days: 7 })
    const before = (await court.call('duty', 'POST', `${path}/issue`, { commandId: newCommandId() })).body.data as BulletinView
    await court.rooms.identity.staff.save({ number, name, department, roles: ['duty'], phone: '19900000099', officePhone: '000-0000-0099' })
    const seen = await view('duty', path)
    expect([figuresIn(seen.headings), seen.issued!.changed]).toEqual([figuresIn(before.headings), []])
    expect((await entriesOf('letters', path)).entries).toEqual([expect.objectContaining({ number: null, department: '不在查看范围', sentence: '不在查看范围' })])
    // Nor by asking where it is, nor in the papers that were issued before.
    const placed = await get('duty', `${path}/entries?figure=assigned&by=department&key=${encodeURIComponent(TEAM)}`)
    expect(placed.body.data).toMatchObject({ total: 0, entries: [] })
    const { default: ExcelJS } = await import('exceljs')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load((await file('xlsx', path)) as never)
    const rows = book.getWorksheet('条目')!.getSheetValues().map((row) => (row as unknown[] | undefined)?.slice(1))
    const written = rows.filter((row) => row?.[2] === '执行信访' && row[0] === '来信')
    expect(written).toEqual([['来信', expect.any(String), '执行信访', '', '', '不在查看范围', '不在查看范围']])
    for (const word of ['ZZ98YY76', '（2026）虚01执1号', TEAM]) expect(JSON.stringify(rows.filter((row) => row?.[0] === '转办交办'))).not.toContain(word)
  })
})

describe('reminders', () => {
  const remindersOf = async (from: string) => (await court.rooms.log.list(`report:weekly-${from}`)).filter(({ type }) => type === 'report.reminded')
  test('when it was due, whoever has not reported is reminded by itself, once, and hears of it', async () => {
    court.later({ days: 16 })
    const heard = await hearing('liaison')
    await court.rooms.bulletins.sweep()
    await heard.workListChanged
    heard.close()
    await court.rooms.bulletins.sweep()
    const { periods } = (await get('duty', '/screenings')).body.data as Screenings
    expect(periods[1]!.rows.every(({ remindedAt }) => remindedAt !== null)).toBe(true)
    expect(await remindersOf(periods[1]!.from)).toHaveLength(1)
    const own = ((await get('liaison', '/screenings')).body.data as Screenings).periods[1]!.rows
    expect(own).toMatchObject([{ department: TEAM, reported: null, remindedAt: expect.any(String) }])
  })
  test('who owed a report when the week was over owes it whoever comes or goes later', async () => {
    const { periods } = (await get('duty', '/screenings')).body.data as Screenings
    const path = `/bulletins/weekly/${periods[1]!.from}`
    const before = figuresIn((await view('duty', path)).headings).screening_due!
    const { number, name } = (await court.rooms.identity.staff.byId(court.id('liaison')))!
    await court.rooms.identity.staff.save({ number, name, department: '新设的庭', roles: ['liaison'], phone: '19900000098', officePhone: '000-0000-0098' })
    expect(figuresIn((await view('duty', path)).headings).screening_due).toBe(before)
    const rows = ((await get('duty', '/screenings')).body.data as Screenings).periods.slice(0, 2).map((period) => period.rows.map(({ department }) => department))
    expect(rows.map((departments) => departments.includes('新设的庭'))).toEqual([true, false])
  })
})
