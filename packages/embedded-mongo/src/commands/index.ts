import type { Fields } from '../bson/write'
import { MalformedError, MongoError } from '../errors'
import type { Message } from '../wire'
import { aggregate } from './aggregate'
import { collections } from './collections'
import { creating } from './create'
import { Command, type Context, type Handler } from './command'
import { distinct } from './distinct'
import { explain } from './explain'
import { configureFailPoint } from './fail-point'
import { findAndModify } from './find-and-modify'
import { finding } from './find'
import { handshake } from './handshake'
import { indexes } from './indexes'
import { statistics } from './statistics'
import { onView } from './view'
import { write } from './write'

const HANDLERS = new Map<string, Handler>(Object.entries({
  ...handshake, ...write, ...finding, ...collections, ...creating, ...indexes, ...statistics,
  aggregate, configureFailPoint, distinct, explain, findAndModify, findandmodify: findAndModify,
}))

/** Runs one message's command; what it is refused for is its reply. Only a fault of ours, or of the disk, is logged. */
export async function run(message: Message, context: Context): Promise<Fields> {
  try {
    const command = new Command(message)
    const handler = HANDLERS.get(command.name)
    if (!handler) throw new MongoError(59, 'CommandNotFound', `no such command: '${command.name}'`)
    command.check(handler)
    context.failPoint?.meet(command.name)
    context.store.refresh()
    const view = onView(command, context.store)
    return { ...(await (view ? view(context) : handler.run(command, context))), ok: 1 }
  } catch (error) {
    if (error instanceof MalformedError) throw error
    if (error instanceof MongoError) return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.extra }
    console.error(error)
    return { ok: 0, errmsg: `internal error: ${(error as Error).message}`, code: 1, codeName: 'InternalError' }
  }
}
