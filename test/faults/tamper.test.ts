import { randomBytes } from 'node:crypto'
import type { Stored, Uploaded } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { type Person, signedIn, threadPath } from '../journeys/support/api'
import { aPicture } from '../journeys/support/picture'
import { type Product, startProduct } from '../journeys/support/product'
import { changeAttachment, changeEntry, inStore } from '../journeys/support/tamper'

describe('whoever changes what is stored is found out by the verifier', () => {
  let product: Product
  let applicant: Person
  let thread: ThreadKey
  let stored: Stored
  let picture: Uploaded

  beforeAll(async () => {
    product = await startProduct()
    applicant = signedIn(() => product.origin, 'applicant')
    const { personId } = await applicant.get<{ personId: string }>('/me')
    const { cases } = await applicant.get<{ cases: { caseId: string; status: string }[] }>('/cases')
    thread = { caseId: cases.find(({ status }) => status === 'open')!.caseId, personId }
    const form = new FormData()
    form.set('kind', 'picture')
    form.set('file', new Blob([aPicture()], { type: 'image/png' }), '车辆照片.png')
    picture = await applicant.post<Uploaded>(`${threadPath(thread)}/attachments`, form)
    const { id, name, kind } = picture
    const clientMessageId = `m_${randomBytes(12).toString('hex')}`
    stored = await applicant.post<Stored>(`${threadPath(thread)}/messages`, {
      clientMessageId, text: '这是他停在地下车库的车。', attachments: [{ id, name, kind }],
    })
  })
  afterAll(() => product?.remove())

  test('untouched, every chain is whole', async () => {
    expect(await product.verify()).toMatchObject({ code: 0 })
  })

  test('one bit turned in a stored entry: the verifier names the thread and the place', async () => {
    const undo = await changeEntry(product.dataDir, stored.chain, stored.index)
    const { code, said } = await product.verify()
    expect(code).toBe(1)
    expect(said).toMatch(new RegExp(`DOES NOT FIT +${stored.chain} +index ${stored.index} `))
    await undo()
    expect(await product.verify()).toMatchObject({ code: 0 })
  })

  test('one bit turned in a chunk of an attachment: the verifier names the message that it belongs to', async () => {
    const undo = await changeAttachment(product.dataDir, picture.id)
    const { code, said } = await product.verify()
    expect(code).toBe(1)
    expect(said).toMatch(new RegExp(`DOES NOT FIT +${stored.chain} +index ${stored.index} +attachment`))
    await undo()
    expect(await product.verify()).toMatchObject({ code: 0 })
  })

  test('the sender\'s name, the time or the order cannot be changed beside the text', async () => {
    const at = { chain: stored.chain, index: stored.index }
    for (const [field, value] of [['actor.id', 'p_somebody0'], ['at', '2026-01-01T00:00:00.000Z'], ['type', 'message.read']] as const) {
      const before = await inStore(product.dataDir, (db) => db.collection('log_entries').findOne(at))
      await inStore(product.dataDir, (db) => db.collection('log_entries').updateOne(at, { $set: { [field]: value } }))
      expect(await product.verify()).toMatchObject({ code: 1 })
      await inStore(product.dataDir, (db) => db.collection('log_entries').replaceOne(at, before!))
    }
    expect(await product.verify()).toMatchObject({ code: 0 })
  })

  test('an entry taken out from among the others is missed', async () => {
    const at = { chain: stored.chain, index: stored.index - 1 }
    const before = await inStore(product.dataDir, (db) => db.collection('log_entries').findOne(at))
    await inStore(product.dataDir, (db) => db.collection('log_entries').deleteOne(at))
    expect(await product.verify()).toMatchObject({ code: 1 })
    await inStore(product.dataDir, (db) => db.collection('log_entries').insertOne(before!))
    expect(await product.verify()).toMatchObject({ code: 0 })
  })
})
