import sharp from 'sharp'
import { createRateLimits } from '../../platform/rate-limit'
import { generousLimits } from '../../test-support/http'
import { type Answer, CASE, newCommandId, openTestCourt, OTHER_CASE, PNG, type TestCourt } from '../../test-support/court'

type Stream = 'feedback' | 'petition' | 'discipline' | 'inquiry'
interface Ticket { receipt: string; followUp: string }
const contact = { name: '钱有诉', phone: '19912345678', address: '示范市某路 9 号' }
const said = (stream: Stream, more: object = {}) => ({ commandId: newCommandId(), stream, matter: '执行人员两个月没有回音，也不接电话', by: 'named', contact, ...more })
const anonymous = (more: object = {}) => ({ commandId: newCommandId(), stream: 'discipline', matter: '有人收了对方的钱物', by: 'anonymous', ...more })
const codeOf = ({ body }: Answer): string => body.error?.code ?? 'none'

async function photograph(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: 'green' } })
    .withExif({ IFD0: { Artist: 'PhoneOfTheOwner' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '36/1 4/1 30/1', GPSMapDatum: 'MapOfHome' } }).jpeg().toBuffer()
}
const upload = (bytes: Buffer, name: string, fields: Record<string, string>): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append('file', new Blob([new Uint8Array(bytes)]), name)
  return form
}

describe('the door that is open to everybody', () => {
  let court: TestCourt
  let address = '203.0.113.7'
  beforeAll(async () => {
    const limits = createRateLimits({ ...generousLimits(), complain_upload: { per_address: { times: 12, seconds: 600 } } })
    court = await openTestCourt({ trustProxy: 1, addressOfCall: () => address, limits })
  })
  afterAll(() => court.close())
  beforeEach(() => {
    address = '203.0.113.7'
  })

  const post = (target: string, body: object, as: Parameters<TestCourt['call']>[0] = 'anyone') => court.call(as, 'POST', `/complaints${target}`, body)
  const ticketOf = ({ body }: Answer): Ticket => ({ receipt: body.data.receipt, followUp: body.data.followUp })
  const everything = async (): Promise<Record<string, unknown[]>> => {
    const db = court.connection.db!
    const found: Record<string, unknown[]> = {}
    for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) found[name] = await db.collection(name).find({}).toArray()
    return found
  }

  test.each(['feedback', 'petition', 'discipline', 'inquiry'] as const)('%s: one form, one kind of receipt, and with it one’s own file alone', async (stream) => {
    const answer = await post('', said(stream, { caseNumber: '（2026）虚01执1号', aboutSaid: '执行局的工作人员' }))
    expect([answer.status, answer.body.data.receipt]).toEqual([200, expect.stringMatching(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)])
    const seen = await post('/lookup', ticketOf(answer))
    expect(seen.body.data).toMatchObject({ receipt: answer.body.data.receipt, stream, isOver: false, canAdd: true, added: [], answers: [] })
    expect(seen.body.data.history).toHaveLength(1)
    // Neither that there is such a case, nor who it was, comes back.
    for (const word of ['虚01', contact.name, contact.phone, CASE, 'k_']) expect(seen.text).not.toContain(word)
  })

  test('that there is a case of the number said cannot be told from any answer', async () => {
    const lengths = await Promise.all(['（2026）虚01执1号', '（2026）虚01执9号'].map(async (caseNumber) => {
      const answer = await post('', said('petition', { caseNumber }))
      const seen = await post('/lookup', ticketOf(answer))
      return [answer.status, Object.keys(answer.body.data).join(), seen.text.length]
    }))
    expect(lengths[0]).toEqual(lengths[1])
  })

  test('sent once: again after a lost answer gives the same receipt, other words under the same id are refused', async () => {
    const body = said('petition')
    const [first, atOnce] = await Promise.all([post('', body), post('', body)])
    const again = await post('', body)
    for (const answer of [atOnce, again]) expect(ticketOf(answer)).toEqual(ticketOf(first))
    for (const other of [{ matter: '另一件事' }, { contact: { ...contact, phone: '19900000000' } }, { stream: 'feedback' }]) {
      const answer = await post('', { ...body, ...other })
      expect([answer.status, answer.body.data]).toEqual([409, undefined])
    }
    const seen = await post('/lookup', ticketOf(first))
    expect(seen.body.data.history).toHaveLength(1)
  })

  test('more is added with number and code, once; wrong and unknown get one and the same answer', async () => {
    const ticket = ticketOf(await post('', said('feedback')))
    const { body: { data: { attachmentId, name } } } = await court.call('anyone', 'POST', '/complaints/lookup/uploads', upload(await photograph(), '照片.jpg', { ...ticket, kind: 'picture' }))
    const more = { ...ticket, commandId: newCommandId(), text: '补充：昨天又打了三次电话', files: [{ attachmentId, name }] }
    for (let i = 0; i < 2; i++) expect((await post('/lookup/supplements', more)).body.data.added).toMatchObject([{ text: more.text, files: 1 }])
    expect(codeOf(await post('/lookup/supplements', { ...more, text: '别的话' }))).toBe('log.key_conflict')
    const other = ticketOf(await post('', said('feedback')))
    const wrong = await Promise.all([
      { ...ticket, followUp: other.followUp }, { ...other, followUp: ticket.followUp }, { receipt: '2222-2222', followUp: '22222-22222' },
    ].flatMap((pair) => [post('/lookup', pair), post('/lookup/supplements', { ...pair, commandId: newCommandId(), text: '别人的话', files: [] })]))
    const texts = wrong.map(({ status, text }) => `${status} ${text.replace(/"requestId":"[^"]*"/, '')}`)
    expect([new Set(texts).size, wrong[0]!.status]).toEqual([1, 404])
    // A file of somebody else's cannot be brought along, nor one that nobody uploaded.
    const theirs = { ...other, commandId: newCommandId(), text: '', files: [{ attachmentId, name }] }
    expect(codeOf(await post('/lookup/supplements', theirs))).toBe('messaging.attachment_unknown')
  })

  test('an anonymous report keeps nothing of who sent it: no address, no name of a file, no place in a picture, nobody’s id', async () => {
    address = '198.51.100.77'
    const body = anonymous({ textTo: undefined })
    const fields = { commandId: body.commandId, stream: 'discipline', kind: 'picture', anonymous: 'yes' }
    // Signed in on the same phone, which must not show.
    await court.tokenOf('owner')
    const before = await everything()
    const taken = await court.call('owner', 'POST', '/complaints/uploads', upload(await photograph(), '钱有诉的手机截图.jpg', fields))
    expect(taken.body.data).toMatchObject({ name: '图片.jpg', type: 'image/jpeg' })
    const answer = await post('', { ...body, files: [{ attachmentId: taken.body.data.attachmentId, name: '钱有诉的手机截图.jpg' }] }, 'owner')
    expect(answer.status).toBe(200)
    await post('/lookup', ticketOf(answer), 'owner')
    await post('/lookup', { ...ticketOf(answer), followUp: '22222-22222' }, 'owner')
    court.clock.advance({ minutes: 20 })
    await court.rooms.identity.sweep()
    await court.settled()
    const after = await everything()
    const added = Object.entries(after).flatMap(([name, documents]) => {
      const known = new Set((before[name] ?? []).map((one) => JSON.stringify(one)))
      return documents.map((one) => JSON.stringify(one)).filter((one) => !known.has(one)).map((one) => `${name} ${one}`)
    })
    expect(added.length).toBeGreaterThan(3)
    const { receipt, followUp } = answer.body.data
    for (const word of ['198.51.100', '钱有诉', court.id('owner'), 'PhoneOfTheOwner', 'MapOfHome', '图片', receipt, followUp, body.commandId]) {
      expect(added.filter((one) => one.includes(word))).toEqual([])
    }
    expect(added.filter((one) => /^identity_/.test(one))).toEqual([])
    // What is sealed opens for the inspectors' key, and holds neither: the picture's bytes, its name, the entry.
    const chain = (after.log_entries as { chain: string }[]).map((one) => one.chain).filter((one) => one.startsWith('discipline:')).at(-1)!
    const [entry] = await court.rooms.log.list(chain)
    expect(entry!.actor).toEqual({ kind: 'person', id: 'complainant', role: 'complainant' })
    const file = await court.rooms.attachments.read(chain, taken.body.data.attachmentId)
    for (const word of ['PhoneOfTheOwner', 'MapOfHome', 'Exif']) expect(file!.bytes.includes(word)).toBe(false)
    for (const word of ['钱有诉', '198.51', court.id('owner')]) expect(JSON.stringify([entry, file!.name, file!.owner])).not.toContain(word)
    expect(court.textsSent()).toBe(0)
  })

  test('what cannot be cleaned is not taken without a name, whichever way it is tried, and the reason is said', async () => {
    const body = anonymous()
    const voice = { commandId: body.commandId, stream: 'discipline', kind: 'file' }
    const words = Buffer.from('我叫钱有诉，这是我写的')
    const refused = await court.call('anyone', 'POST', '/complaints/uploads', upload(words, '说明.txt', { ...voice, anonymous: 'yes' }))
    expect([refused.status, codeOf(refused)]).toEqual([400, 'complaints.not_cleanable'])
    // Uploaded as if with a name, and then sent without.
    const { body: { data } } = await court.call('anyone', 'POST', '/complaints/uploads', upload(words, '说明.txt', { ...voice, anonymous: 'no' }))
    expect(codeOf(await post('', { ...body, files: [{ attachmentId: data.attachmentId, name: data.name }] }))).toBe('complaints.not_cleanable')
    const broken = upload(Buffer.concat([PNG.subarray(0, 20), Buffer.from('no picture')]), 'a.png', { ...voice, kind: 'picture', anonymous: 'no' })
    expect(codeOf(await court.call('anyone', 'POST', '/complaints/uploads', broken))).toMatch(/^input\.(picture_unreadable|unsupported_type)$/)
  })

  test('a text with the number goes only to whoever asked, once, and says nothing of what it is', async () => {
    const body = anonymous({ textTo: '19987654321' })
    const { body: { data: { receipt } } } = await post('', body)
    await post('', body)
    await court.rooms.identity.idle()
    expect(court.lastText('19987654321')).toContain(receipt)
    expect(court.lastText('19987654321')).not.toMatch(/举报|投诉|反映|纪检|监察|违/)
    expect([court.textsSent(), JSON.stringify(await everything()).includes('19987654321')]).toEqual([1, false])
  })

  test('under one’s own name only by signing in, from a case of one’s own; and found again without the code, but for reports', async () => {
    expect((await post('', said('feedback', { by: 'person', contact: undefined }))).status).toBe(400)
    expect((await post('', said('feedback', { caseId: CASE }))).status).toBe(400)
    const own = (stream: Stream, more: object = {}) => said(stream, { by: 'person', contact: undefined, ...more })
    court.forgetTokens()
    expect((await post('/mine', own('feedback'))).status).toBe(401)
    for (const caseId of [OTHER_CASE, 'c_thereisnone1']) expect((await post('/mine', own('feedback', { caseId }), 'owner')).status).toBe(404)
    for (const stream of ['feedback', 'discipline'] as const) expect((await post('/mine', own(stream, { caseId: CASE }), 'owner')).status).toBe(200)
    const mine = await court.call('owner', 'GET', '/complaints/mine')
    expect(mine.body.data.complaints.map(({ stream }: { stream: Stream }) => stream)).toEqual(['feedback'])
    expect((await court.call('opponent', 'GET', '/complaints/mine')).body.data.complaints).toEqual([])
    // More is said without the code by whose it is, and by nobody else; a report is never among them.
    const [{ complaintId }] = mine.body.data.complaints
    const more = { commandId: newCommandId(), text: '补充一句', files: [] }
    expect((await post(`/mine/${complaintId}/supplements`, more, 'owner')).body.data.added).toMatchObject([{ text: '补充一句' }])
    const bring = async (id: string, as: 'owner' | 'opponent') => court.call(as, 'POST', `/complaints/mine/${id}/uploads`, upload(await photograph(), '照片.jpg', { kind: 'picture' }))
    const { body: { data: { attachmentId, name } } } = await bring(complaintId, 'owner')
    const withPicture = { commandId: newCommandId(), text: '', files: [{ attachmentId, name }] }
    expect((await post(`/mine/${complaintId}/supplements`, withPicture, 'owner')).body.data.added).toMatchObject([{ files: 0 }, { text: '', files: 1 }])
    // Drawn anew as at every door.
    expect((await court.rooms.attachments.read(`feedback:${complaintId}`, attachmentId))!.bytes.includes('MapOfHome')).toBe(false)
    const chains: string[] = await court.connection.db!.collection('log_entries').distinct('chain')
    const report = chains.filter((chain) => chain.startsWith('discipline:')).map((chain) => chain.split(':')[1]!)
    for (const [as, id] of [['opponent', complaintId], ...report.map((one) => ['owner', one])] as ['owner' | 'opponent', string][]) {
      expect((await post(`/mine/${id}/supplements`, { ...more, commandId: newCommandId() }, as)).status).toBe(404)
      expect((await post(`/mine/${id}/steps`, { commandId: newCommandId(), step: 'not_satisfied' }, as)).status).toBe(404)
      expect((await bring(id, as)).status).toBe(404)
    }
  })

  test('what is asked where stands in the court’s configuration; only discipline takes a report without a name, and nobody is asked for staff', async () => {
    const { body: { data } } = await court.call('anyone', 'GET', '/complaints/options')
    expect(data.streams.map(({ stream }: { stream: Stream }) => stream)).toEqual(['feedback', 'petition', 'discipline', 'inquiry'])
    for (const { fields } of data.streams) for (const { type } of fields) expect(['text', 'choice', 'yes_no', 'day', 'instant']).toContain(type)
    for (const stream of ['feedback', 'petition', 'inquiry']) expect(codeOf(await post('', { ...anonymous(), stream }))).toBe('complaints.named_only')
    expect(codeOf(await post('', said('petition', { contact: undefined })))).toBe('complaints.contact_missing')
    expect((await post('', said('petition', { matter: 'x'.repeat(4001) }))).status).toBe(400)
  })

  test('a flood of files from one network ends, and stops nobody else; of one complaint there are thirty at the most', async () => {
    address = '192.0.2.66'
    const send = async (commandId: string) => court.call('anyone', 'POST', '/complaints/uploads', upload(PNG, 'a.png', { commandId, stream: 'inquiry', kind: 'picture' }))
    const statuses: number[] = []
    for (let i = 0; i < 14; i++) statuses.push((await send(newCommandId())).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
    const one = newCommandId()
    let last: Answer | undefined
    for (let i = 0; i < 31; i++) {
      address = `192.0.2.${100 + Math.floor(i / 10)}`
      if (i % 10 === 0) address = `192.0.${i + 10}.1`
      last = await send(one)
    }
    expect([last!.status, codeOf(last!)]).toEqual([409, 'complaints.too_many_files'])
  })
})
