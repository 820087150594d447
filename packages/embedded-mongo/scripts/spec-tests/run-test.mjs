import { MongoClient, MongoServerError, MongoBulkWriteError } from 'mongodb'
import { match } from './match.mjs'
import { createBucket, RunnerError, runOperation } from './operations.mjs'

const EVENTS = { commandStartedEvent: 'commandStarted', commandSucceededEvent: 'commandSucceeded', commandFailedEvent: 'commandFailed' }
const MAJORITY = { writeConcern: { w: 'majority' } }
/** Commands about signing in, and what the driver says to itself, are no events of a test. */
const SILENT = new Set(['hello', 'ismaster', 'isMaster', 'endSessions', 'saslStart', 'saslContinue', 'authenticate', 'getnonce'])

/** Runs one test from its initial data to its outcome. @throws what was not as the test expects */
export async function runTest(server, suite, test) {
  for (const data of suite.initialData ?? []) await fill(server.admin, data)
  const world = await createWorld(server, suite.createEntities ?? [])
  try {
    for (const operation of test.operations) await perform(world, operation)
    for (const expected of test.expectEvents ?? []) checkEvents(world, expected)
  } finally {
    for (const client of world.clients) await client.close()
  }
  for (const { databaseName, collectionName, documents } of test.outcome ?? []) {
    const stored = await server.admin.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray()
    match(stored, documents, world.entities, { root: false, at: `${databaseName}.${collectionName}` })
  }
}

async function fill(admin, { databaseName, collectionName, documents, createOptions }) {
  const db = admin.db(databaseName, MAJORITY)
  await db.dropCollection(collectionName)
  if (documents.length === 0 || createOptions) await db.createCollection(collectionName, createOptions)
  if (documents.length > 0) await db.collection(collectionName).insertMany(documents)
}

async function createWorld(server, specs) {
  const world = { entities: new Map(), kinds: new Map([['testRunner', 'testRunner']]), events: new Map(), clients: [] }
  world.entities.set('testRunner', server)
  for (const spec of specs) {
    const [[kind, { id, ...options }]] = Object.entries(spec)
    world.kinds.set(id, kind)
    world.entities.set(id, await createEntity(world, server, kind, id, options))
  }
  return world
}

async function createEntity(world, server, kind, id, options) {
  const get = (name) => world.entities.get(name)
  switch (kind) {
    case 'client': {
      const client = await MongoClient.connect(server.uri, { ...options.uriOptions, monitorCommands: true })
      const noted = []
      const ignored = new Set([...SILENT, ...(options.ignoreCommandMonitoringEvents ?? [])])
      for (const name of options.observeEvents ?? []) {
        if (!EVENTS[name]) throw new RunnerError(`the runner does not observe ${name}`)
        client.on(EVENTS[name], (event) => ignored.has(event.commandName) || noted.push({ name, event: snapshot(event) }))
      }
      world.events.set(id, noted)
      world.clients.push(client)
      return client
    }
    case 'database': return get(options.client).db(options.databaseName, options.databaseOptions)
    case 'collection': return get(options.database).collection(options.collectionName, options.collectionOptions)
    case 'bucket': return createBucket(get(options.database), options)
    default: throw new RunnerError(`the runner does not know entities of kind ${kind}`)
  }
}

/** The driver goes on using the objects of its events. */
const snapshot = ({ commandName, databaseName, command, reply }) => ({ commandName, databaseName, command: { ...command }, reply })

async function perform({ entities, kinds }, { object, name, arguments: args = {}, expectResult, expectError, saveResultAsEntity, ignoreResultAndError }) {
  let result
  try {
    result = await runOperation(kinds.get(object), entities.get(object), name, args)
  } catch (error) {
    if (error instanceof RunnerError || (!expectError && !ignoreResultAndError)) throw error
    if (expectError) checkError(error, expectError, entities)
    return
  }
  if (expectError) throw new Error(`${name} was expected to fail`)
  if (expectResult !== undefined) match(result, expectResult, entities, { at: `the result of ${name}` })
  if (saveResultAsEntity) entities.set(saveResultAsEntity, result)
}

function checkError(error, expected, entities) {
  const { isClientError, errorContains, errorCode, errorCodeName, errorLabelsContain, errorResponse, expectResult, writeErrors, writeConcernErrors } = expected
  const wrong = (why) => {
    throw new Error(`${why}; got ${error.constructor.name} ${error.code ?? ''}: ${error.message}`)
  }
  const fromServer = error instanceof MongoServerError
  if (isClientError !== undefined && isClientError === fromServer) wrong(`the error must come from the ${isClientError ? 'driver' : 'server'}`)
  if (errorContains && !error.message.toLowerCase().includes(errorContains.toLowerCase())) wrong(`the message must contain '${errorContains}'`)
  if (errorCode !== undefined && error.code !== errorCode) wrong(`the code must be ${errorCode}`)
  if (errorCodeName && error.codeName !== errorCodeName) wrong(`the code must be ${errorCodeName}`)
  for (const label of errorLabelsContain ?? []) if (!error.hasErrorLabel(label)) wrong(`must have the label ${label}`)
  if (errorResponse) match(error.errorResponse, errorResponse, entities, { at: 'the error' })
  if (expectResult) match(error instanceof MongoBulkWriteError ? error.result : (error.partialResult ?? error.result), expectResult, entities, { at: 'the partial result' })
  for (const [index, each] of Object.entries(writeErrors ?? {})) match(error.writeErrors[index], each, entities, { at: `write error ${index}` })
  if (writeConcernErrors) match(error.writeConcernErrors, writeConcernErrors, entities, { at: 'write concern errors' })
}

function checkEvents({ events, entities }, { client, events: expected, ignoreExtraEvents = false }) {
  const noted = events.get(client)
  if (ignoreExtraEvents ? noted.length < expected.length : noted.length !== expected.length) {
    throw new Error(`${expected.length} commands were expected, not ${noted.map(({ event }) => event.commandName).join(', ') || 'none'}`)
  }
  expected.forEach((each, i) => {
    const [[name, { command, reply, commandName, databaseName }]] = Object.entries(each)
    const at = `event ${i}`
    if (noted[i].name !== name) throw new Error(`${at}: expected a ${name}, got a ${noted[i].name}`)
    const { event } = noted[i]
    if (command) match(event.command, command, entities, { at: `${at}, command` })
    if (reply) match(event.reply, reply, entities, { at: `${at}, reply` })
    if (commandName !== undefined) match(event.commandName, commandName, entities, { at })
    if (databaseName !== undefined) match(event.databaseName, databaseName, entities, { at })
  })
}
