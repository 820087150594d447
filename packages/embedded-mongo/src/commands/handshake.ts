import { MAX_DOCUMENT } from '../store/documents'
import { MAX_MESSAGE } from '../wire'
import type { Handler } from './command'

const startedAt = Date.now()
/** Drivers take this for a mongod 7.0 that stands alone: no replica set, hence no transactions and no retryable writes. */
const hello: Handler = {
  accepts: [
    'helloOk', 'client', 'compression', 'topologyVersion', 'maxAwaitTimeMS', 'loadBalanced', 'saslSupportedMechs',
    'speculativeAuthenticate', 'hostInfo', 'backpressure',
  ],
  run: (command, { connectionId }) => ({
    helloOk: true,
    [command.name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    maxBsonObjectSize: MAX_DOCUMENT,
    maxMessageSizeBytes: MAX_MESSAGE,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
  }),
}

const simple = (accepts: string[], run: Handler['run']): Handler => ({ accepts, run })
const sessionEnd: Handler = {
  accepts: [],
  run: (command, { cursors }) => {
    for (const session of command.documents(command.name)) cursors.endSession(session.bytes().toString('latin1'))
    return {}
  },
}

export const handshake: Record<string, Handler> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: simple([], () => ({})),
  buildInfo: simple([], () => ({
    version: '7.0.0',
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded-mongo',
    storageEngines: ['lmdb'],
    maxBsonObjectSize: MAX_DOCUMENT,
  })),
  serverStatus: simple(['repl', 'metrics', 'locks'], (_, { cursors }) => ({
    host: '127.0.0.1',
    version: '7.0.0',
    process: 'embedded-mongo',
    pid: BigInt(process.pid),
    uptime: (Date.now() - startedAt) / 1000,
    localTime: new Date(),
    mem: { resident: Math.round(process.memoryUsage.rss() / 2 ** 20) },
    metrics: { cursor: { open: { total: BigInt(cursors.size) } } },
    storageEngine: { name: 'lmdb' },
  })),
  getParameter: simple(['featureCompatibilityVersion'], () => ({ featureCompatibilityVersion: { version: '7.0' } })),
  endSessions: sessionEnd,
  killSessions: sessionEnd,
}
