import mongoose from 'mongoose'
import { GridFSBucket } from 'mongodb'
import { randomBytes } from 'node:crypto'
import { startEmbeddedMongo, type EmbeddedMongo } from './index'

let server: EmbeddedMongo
let connection: mongoose.Connection

beforeAll(async () => {
  server = await startEmbeddedMongo()
  connection = await mongoose.createConnection(server.uri, { dbName: 'app' }).asPromise()
})
afterAll(async () => {
  await connection.close()
  await server.stop()
})

test('a mongoose model saves, finds, updates, populates and refuses doubles', async () => {
  const person = new mongoose.Schema({ name: String, phone: { type: String, unique: true }, tags: [String], born: Date }, { timestamps: true })
  const note = new mongoose.Schema({ text: String, by: { type: mongoose.Schema.Types.ObjectId, ref: 'Person', index: true }, marks: [{ kind: String, n: Number }] })
  const Person = connection.model('Person', person)
  const Note = connection.model('Note', note)
  await Promise.all([Person.init(), Note.init()])
  const wang = await Person.create({ name: '王', phone: '1', tags: ['a'], born: new Date(0) })
  await expect(Person.create({ name: '李', phone: '1' })).rejects.toMatchObject({ code: 11000 })
  await Note.create([{ text: 'x', by: wang.id, marks: [{ kind: 'a', n: 1 }] }, { text: 'y', by: wang.id }])
  expect((await Note.find({ by: wang.id }).sort('-text').populate<{ by: { name: string } }>('by').lean()).map(({ text, by }) => [text, by.name])).toEqual([['y', '王'], ['x', '王']])
  wang.tags.push('b')
  await wang.save()
  expect((await Person.findOne({ tags: 'b' }).select('name').lean())!.name).toBe('王')
  await Note.updateOne({ 'marks.kind': 'a' }, { $inc: { 'marks.$.n': 5 } })
  expect((await Note.findOneAndUpdate({ text: 'x' }, { text: 'z' }, { returnDocument: 'after' }))!.marks[0]!.n).toBe(6)
  expect(await Note.countDocuments({ by: wang.id })).toBe(2)
  expect(await Note.estimatedDocumentCount()).toBe(2)
  expect(await Person.exists({ phone: '2' })).toBeNull()
  await Note.bulkWrite([{ updateOne: { filter: { text: 'q' }, update: { $set: { n: 1 } }, upsert: true } }, { deleteMany: { filter: { text: 'y' } } }])
  expect((await Note.distinct('text')).sort()).toEqual(['q', 'z'])
  await Person.deleteMany({})
})

test('a file of 3 MB goes into GridFS and comes out the same, and is gone when deleted', async () => {
  const bucket = new GridFSBucket(connection.db as never)
  const bytes = randomBytes(3 * 1024 * 1024 + 17)
  const upload = bucket.openUploadStream('evidence.pdf', { metadata: { case: '1' } })
  await new Promise((resolve, reject) => upload.on('finish', resolve).on('error', reject).end(bytes))
  const read = async (stream: AsyncIterable<Buffer>) => {
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  expect((await read(bucket.openDownloadStream(upload.id))).equals(bytes)).toBe(true)
  expect((await read(bucket.openDownloadStreamByName('evidence.pdf', { start: 300_000, end: 600_000 }))).equals(bytes.subarray(300_000, 600_000))).toBe(true)
  expect(await bucket.find({ 'metadata.case': '1' }).toArray()).toHaveLength(1)
  await bucket.delete(upload.id)
  expect(await connection.db!.collection('fs.chunks').countDocuments()).toBe(0)
  await expect(read(bucket.openDownloadStream(upload.id))).rejects.toThrow(/FileNotFound/)
})
