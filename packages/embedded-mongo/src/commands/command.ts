import type { Value } from '../bson/value'
import type { Fields } from '../bson/write'
import type { Cursors } from '../cursors'
import { badValue, MongoError, typeMismatch, unsupported } from '../errors'
import { variablesOf, type Variables } from '../query/expression'
import type { Store } from '../store/store'
import type { Message } from '../wire'
import type { FailPoint } from './fail-point'

export interface Context {
  store: Store
  cursors: Cursors
  connectionId: number
  /** There when the server was started for the tests of its clients. */
  failPoint?: FailPoint | undefined
}

export interface Handler {
  /** The arguments it knows, beside those that every command takes. */
  accepts: string[]
  run(command: Command, context: Context): Fields | Promise<Fields>
}

/** What any command may carry. Sessions are taken note of for their cursors alone; transactions are refused. */
const COMMON = new Set([
  '$db', 'lsid', '$readPreference', '$clusterTime', 'comment', 'maxTimeMS', 'writeConcern', 'readConcern',
  'apiVersion', 'apiStrict', 'apiDeprecationErrors',
])
/** Real arguments of MongoDB's that this server does not do. */
const REFUSED = new Set([
  'collation', 'noCursorTimeout', 'min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'oplogReplay', 'encryptionInformation',
  'capped', 'size', 'max', 'storageEngine', 'indexOptionDefaults', 'encryptedFields',
])

/** One command as it came, its arguments read by name and type. */
export class Command {
  readonly name: string
  readonly db: string
  private known: Variables | undefined

  constructor(private readonly message: Message) {
    this.name = message.body.firstName() ?? ''
    this.db = this.get('$db')?.string() ?? 'admin'
  }

  get(name: string): Value | undefined {
    return this.message.body.get(name)
  }

  /** The collection named by the command, with its database. @throws when it is no name. */
  get ns(): string {
    const name = this.get(this.name)?.string()
    if (!name) throw new MongoError(73, 'InvalidNamespace', `collection name has invalid type or is empty in '${this.name}'`)
    return `${this.db}.${name}`
  }

  string(name: string): string | undefined {
    const value = this.get(name)
    if (value === undefined || value.string() !== undefined) return value?.string()
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected type 'string'`)
  }

  number(name: string, otherwise: number): number {
    const value = this.get(name)
    if (value === undefined || value.isNullish) return otherwise
    const number = value.number()
    if (number !== undefined && Number.isSafeInteger(Math.trunc(number))) return Math.trunc(number)
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected a number`)
  }

  bool(name: string, otherwise = false): boolean {
    const value = this.get(name)
    return value === undefined || value.isNullish ? otherwise : Boolean(value.number())
  }

  document(name: string): Value | undefined {
    const value = this.get(name)
    if (value === undefined || value.isNullish || value.isDocument) return value?.isNullish ? undefined : value
    throw typeMismatch(`BSON field '${this.name}.${name}' is the wrong type, expected type 'object'`)
  }

  /** Documents given as an array or as a section of the message. */
  documents(name: string): Value[] {
    const value = this.get(name)
    const list = this.message.sequences.get(name) ?? (value?.isArray ? value.items() : undefined)
    if (!list) throw typeMismatch(`BSON field '${this.name}.${name}' is missing or not an array`)
    if (list.some((item) => !item.isDocument)) throw typeMismatch(`BSON field '${this.name}.${name}' must hold documents only`)
    if (list.length === 0 || list.length > 100_000) {
      throw new MongoError(16, 'InvalidLength', `Write batch sizes must be between 1 and 100000. Got ${list.length} operations.`)
    }
    return list
  }

  /** What its expressions may name with `$$`. */
  get variables(): Variables {
    this.known ??= variablesOf(this.document('let'))
    return this.known
  }

  /** @throws for arguments the handler does not know, concerns one machine cannot give, and transactions. */
  check(handler: Handler): void {
    for (const name of [...this.message.body.fields().map(([field]) => field).slice(1), ...this.message.sequences.keys()]) {
      if (handler.accepts.includes(name) || COMMON.has(name)) continue
      if (['txnNumber', 'startTransaction', 'autocommit'].includes(name)) {
        throw new MongoError(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
      }
      checkArgument(this.name, name)
    }
    checkFields('writeConcern', this.document('writeConcern'), ['w', 'j', 'wtimeout', 'fsync', 'provenance'])
    checkFields('readConcern', this.document('readConcern'), ['level', 'provenance'])
    const w = this.get('writeConcern')?.get('w')
    if (w && w.string() !== 'majority' && ![0, 1].includes(w.number() ?? -1)) {
      throw badValue(`cannot use 'w' ${w.string() ?? '> 1'} when a host is not replicated`)
    }
    if (this.bool('apiStrict')) throw unsupported("'apiStrict'")
    const level = this.get('readConcern')?.get('level')?.string()
    if (level && !['local', 'available', 'majority'].includes(level)) throw unsupported(`readConcern '${level}'`)
  }
}

function checkArgument(command: string, name: string): never {
  if (REFUSED.has(name)) throw unsupported(`'${name}' in the command '${command}'`)
  throw new MongoError(40415, 'Location40415', `BSON field '${command}.${name}' is an unknown field.`)
}

/** The same for the documents inside a command (an update, a delete, an index). */
export function checkFields(command: string, doc: Value | undefined, accepts: string[]): void {
  for (const [name, value] of doc?.fields() ?? []) if (!accepts.includes(name) && !value.isNullish) checkArgument(command, name)
}
