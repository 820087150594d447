import { newCommandId, openTestCourt, PNG, type TestCourt } from '../../test-support/court'

const contact = { name: '钱有诉', phone: '19912345678' }
const said = (stream: string, more: object = {}) => ({ commandId: newCommandId(), stream, matter: '执行人员两个月没有回音，也不接电话', by: 'named', contact, ...more })

const names = (most: number): string => Array.from({ length: most }, (_unused, i) => `工作人员${i + 1}号`).join('、')

describe('whoever asks again, because the answer was lost or to see how it stands', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  const post = (target: string, body: object) => court.call('anyone', 'POST', `/complaints${target}`, body)

  test('gets the number back after eight days, with the photograph that went along; the text goes out once', async () => {
    const body = said('petition', { textTo: '19912345678' })
    const form = new FormData()
    for (const [field, value] of Object.entries({ commandId: body.commandId, stream: 'petition', kind: 'picture' })) form.append(field, value)
    form.append('file', new Blob([new Uint8Array(PNG)]), '照片.png')
    const { body: { data: { attachmentId, name } } } = await court.call('anyone', 'POST', '/complaints/uploads', form)
    const whole = { ...body, files: [{ attachmentId, name }] }
    const first = await post('', whole)
    expect(first.status).toBe(200)
    await court.rooms.identity.idle()
    court.clock.advance({ days: 8 })
    const again = await post('', whole)
    expect([again.status, again.body.data]).toEqual([200, first.body.data])
    await court.rooms.identity.idle()
    expect(court.textsSent()).toBe(1)
  })

  test('not satisfied, said twice over a lost answer: one petition, whose receipt it is; and what was added before it is not added to it again', async () => {
    const { body: { data: { receipt, followUp } } } = await post('', said('feedback'))
    const ticket = { receipt, followUp }
    const more = { ...ticket, commandId: newCommandId(), text: '昨天又打了三次电话', files: [] }
    const step = { ...ticket, commandId: newCommandId(), step: 'not_satisfied' }
    expect((await post('/lookup/supplements', more)).status).toBe(200)
    const first = await post('/lookup/steps', step)
    // Whether the petition is there by now or not: it is not over, since it goes on.
    expect([first.status, first.body.data.isOver]).toEqual([200, false])
    await court.settled()
    const again = await post('/lookup/steps', step)
    expect([again.status, again.body.data?.isOver]).toEqual([200, false])
    const added = await post('/lookup/supplements', more)
    expect([added.status, added.body.data.added.map(({ text }: { text: string }) => text)]).toEqual([200, [more.text]])
    expect((await post('/lookup/supplements', { ...more, text: '别的话' })).body.error.code).toBe('log.key_conflict')
    // Something new goes into the petition.
    const later = await post('/lookup/supplements', { ...more, commandId: newCommandId(), text: '再说一句' })
    expect(later.body.data.added).toHaveLength(2)
    const chains: string[] = await court.connection.db!.collection('log_entries').distinct('chain', { type: 'complaint.supplemented' })
    expect(chains.map((chain) => chain.split(':')[0]).sort()).toEqual(['feedback', 'petition'])
  })

  test('finds it by number and code as a Chinese keyboard writes them', async () => {
    const { body: { data: { receipt, followUp } } } = await post('', said('inquiry'))
    for (const dash of ['－', '—', '–', '.', ' ', '']) {
      const seen = await post('/lookup', { receipt: receipt.replace('-', dash), followUp: followUp.replace('-', dash) })
      expect([seen.status, seen.body.data?.receipt]).toEqual([200, receipt])
    }
  })

  test('a report that names more of the court’s staff than one would think is taken as any other', async () => {
    const report = { commandId: newCommandId(), stream: 'discipline', matter: `${names(11)}都收了钱物`, by: 'anonymous' }
    const first = await post('', report)
    expect([first.status, (await post('', report)).body]).toEqual([200, first.body])
    // Without a name nothing is added later but what can be cleaned; with one it is as anywhere.
    const ticketOf = ({ receipt, followUp }: Record<string, string>) => ({ receipt, followUp })
    const { body: { data: named } } = await post('', said('discipline', { matter: '有人收了钱物' }))
    const looked = await Promise.all([first.body.data, named].map((one) => post('/lookup', ticketOf(one))))
    expect(looked.map(({ body }) => body.data.onlyPictures)).toEqual([true, false])
    // Handed to the inspectors with all of them known: none of the eleven is given it to handle.
    const { body: { data: { reports } } } = await court.call('inspector', 'GET', '/discipline/reports')
    const { complaintId } = reports.find(({ receipt }: { receipt: string }) => receipt === first.body.data.receipt)
    const { body: { data } } = await court.call('inspector', 'GET', `/discipline/reports/${complaintId}`)
    expect(data.aboutStaff).toHaveLength(11)
  })

  test('what was turned into a petition a moment ago is not said to be over before that one is there', async () => {
    const { body: { data: { receipt, followUp } } } = await post('', said('feedback'))
    // Never comes in this test, which is the last of this court's.
    await court.rooms.complaints.tails.find(({ name }) => name === 'complaints-opened')!.stop()
    const step = { receipt, followUp, commandId: newCommandId(), step: 'not_satisfied' }
    for (let i = 0; i < 2; i++) expect((await post('/lookup/steps', step)).body.data).toMatchObject({ isOver: false, canAdd: false, told: expect.stringContaining('转为信访') })
  })
})
