import { once } from 'node:events'
import { GridFSBucket } from 'mongodb'

const take = (object, ...names) => [...names.map((name) => object[name]), Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))]
/** Operations whose first arguments the driver wants one by one. */
const collectionOp = (name, ...positional) => (collection, args) => collection[name](...take(args, ...positional))

const collection = {
  aggregate: (c, args) => c.aggregate(...take(args, 'pipeline')).toArray(),
  find: (c, args) => c.find(...take(args, 'filter')).toArray(),
  listIndexes: (c, args) => c.listIndexes(args).toArray(),
  createIndex: collectionOp('createIndex', 'keys'),
  bulkWrite: collectionOp('bulkWrite', 'requests'),
  distinct: collectionOp('distinct', 'fieldName', 'filter'),
  estimatedDocumentCount: collectionOp('estimatedDocumentCount'),
  insertOne: collectionOp('insertOne', 'document'),
  insertMany: collectionOp('insertMany', 'documents'),
  findOneAndUpdate: (c, args) => c.findOneAndUpdate(...take(before(args), 'filter', 'update')),
  findOneAndReplace: (c, args) => c.findOneAndReplace(...take(before(args), 'filter', 'replacement')),
  updateOne: collectionOp('updateOne', 'filter', 'update'),
  updateMany: collectionOp('updateMany', 'filter', 'update'),
  replaceOne: collectionOp('replaceOne', 'filter', 'replacement'),
  ...Object.fromEntries(['findOne', 'findOneAndDelete', 'deleteOne', 'deleteMany', 'countDocuments', 'count'].map((name) => [name, collectionOp(name, 'filter')])),
}
const before = ({ returnDocument = 'before', ...args }) => ({ ...args, returnDocument: returnDocument.toLowerCase() })

const database = {
  aggregate: collection.aggregate,
  createCollection: async (db, args) => void (await db.createCollection(...take(args, 'collection'))),
  dropCollection: async (db, args) => void (await db.dropCollection(args.collection)),
  listCollections: (db, args) => db.listCollections(...take(args, 'filter')).toArray(),
  modifyCollection: (db, { collection: name, ...args }) => db.command({ collMod: name, ...args }),
}

const client = {
  clientBulkWrite: (c, { models, ...args }) => c.bulkWrite(models.map((model) => {
    const [[name, fields]] = Object.entries(model)
    return { name, ...fields }
  }), args),
}

const bytesOf = async (stream) => {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
/** The driver has no deletion or renaming by name: it is done as the GridFS specification says, file by file. */
const byName = async (bucket, filename, each) => {
  const files = await bucket.find({ filename }).toArray()
  if (files.length === 0) throw new Error(`FileNotFound: file ${filename} was not found`)
  for (const { _id } of files) await each(_id)
}
const bucket = {
  upload: async (b, { source, filename, id, ...options }) => {
    const stream = id === undefined ? b.openUploadStream(filename, options) : b.openUploadStreamWithId(id, filename, options)
    stream.end(Buffer.from(source.$$hexBytes, 'hex'))
    await once(stream, 'finish')
    return stream.id
  },
  download: (b, { id, ...options }) => bytesOf(b.openDownloadStream(id, options)),
  downloadByName: (b, { filename, ...options }) => bytesOf(b.openDownloadStreamByName(filename, options)),
  delete: (b, { id }) => b.delete(id),
  rename: (b, { id, newFilename }) => b.rename(id, newFilename),
  deleteByName: (b, { filename }) => byName(b, filename, (id) => b.delete(id)),
  renameByName: (b, { filename, newFilename }) => byName(b, filename, (id) => b.rename(id, newFilename)),
}

const testRunner = {
  failPoint: ({ admin }, { failPoint }) => admin.db('admin').command(failPoint),
  assertCollectionExists: async ({ admin }, { databaseName, collectionName }) => {
    if (!(await names(admin, databaseName)).includes(collectionName)) throw new Error(`${databaseName}.${collectionName} is not there`)
  },
  assertCollectionNotExists: async ({ admin }, { databaseName, collectionName }) => {
    if ((await names(admin, databaseName)).includes(collectionName)) throw new Error(`${databaseName}.${collectionName} is there`)
  },
}
const names = async (admin, name) => (await admin.db(name).listCollections({}, { nameOnly: true }).toArray()).map((each) => each.name)

const KINDS = { collection, database, client, bucket, testRunner }

/** Makes one of the entities that tests name: a client that notes its events, a database, a collection, a bucket. */
export function createBucket(db, { bucketOptions = {} }) {
  return new GridFSBucket(db, bucketOptions)
}

/** Runs one operation; what it answers, cursors read to their end. @throws what the driver throws */
export function runOperation(kind, object, name, args) {
  const run = KINDS[kind][name]
  if (!run) throw new RunnerError(`the runner does not know ${kind}.${name}`)
  return run(object, args)
}

/** A fault of the runner or of the file: no error that a test can expect. */
export class RunnerError extends Error {}
