import { T, validateDocument, Value } from './bson/value'
import { encodeDocument, type Fields } from './bson/write'
import { MalformedError } from './errors'

export const MAX_MESSAGE = 48_000_000
const HEADER = 16
const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME

export interface Message {
  requestId: number
  body: Value
  /** The kind-1 sections: an argument's name and its documents. */
  sequences: Map<string, Value[]>
  /** The client wants no reply. */
  silent: boolean
  /** It came as OP_QUERY, which drivers use for their first hello only. */
  legacy: boolean
}

/**
 * Cuts what comes in into messages. `hold` is told of every byte that is kept because its message is not whole yet, and of its
 * release. Nothing is taken from `chunks` while a message is being dealt with. @throws MalformedError when a length cannot be one.
 */
export async function* messages(chunks: AsyncIterable<Buffer>, hold: (bytes: number) => void): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  let size = 0
  try {
    for await (const chunk of chunks) {
      held = size === 0 ? chunk : append(held, size, chunk)
      size += chunk.length
      hold(chunk.length)
      while (size >= 4) {
        const length = held.readInt32LE(0)
        if (length < HEADER + 5 || length > MAX_MESSAGE) throw new MalformedError(`a message of ${length} bytes`)
        if (size < length) break
        yield held.subarray(0, length)
        held = held.subarray(length, size)
        size -= length
        hold(-length)
      }
    }
  } finally {
    hold(-size)
  }
}

/** Doubles the room, so that a message that comes byte by byte costs no more than one that comes at once. */
function append(held: Buffer, size: number, chunk: Buffer): Buffer {
  const enough = held.length >= size + chunk.length ? held : Buffer.allocUnsafe(Math.max(2 * size, size + chunk.length))
  if (enough !== held) held.copy(enough, 0, 0, size)
  chunk.copy(enough, size)
  return enough
}

/** Reads one whole message; every document in it is validated. @throws MalformedError (or RangeError where a read leaves the bytes) */
export function readMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4)
  const opcode = bytes.readInt32LE(12)
  if (opcode === OP_MSG) return { requestId, legacy: false, ...readSections(bytes) }
  if (opcode !== OP_QUERY) throw new MalformedError(`opcode ${opcode} is not supported`)
  const nameEnd = bytes.indexOf(0, HEADER + 4)
  if (nameEnd < 0 || !bytes.toString('utf8', HEADER + 4, nameEnd).endsWith('.$cmd')) throw new MalformedError('OP_QUERY is for the first hello only')
  return { requestId, legacy: true, silent: false, body: documentAt(bytes, nameEnd + 9, bytes.length), sequences: new Map() }
}

function readSections(bytes: Buffer): Pick<Message, 'body' | 'sequences' | 'silent'> {
  const flags = bytes.readUInt32LE(HEADER)
  if (flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) throw new MalformedError(`unknown flags ${flags}`)
  const limit = bytes.length - (flags & CHECKSUM_PRESENT ? 4 : 0)
  let body: Value | undefined
  const sequences = new Map<string, Value[]>()
  for (let at = HEADER + 4; at < limit;) {
    const kind = bytes[at++]
    if (kind === 0) {
      if (body) throw new MalformedError('two bodies')
      body = documentAt(bytes, at, limit)
      at = body.end
    } else if (kind === 1) {
      const end = at + bytes.readInt32LE(at)
      const nameEnd = bytes.indexOf(0, at + 4)
      if (end > limit || nameEnd < 0 || nameEnd >= end) throw new MalformedError('a section leaves its message')
      const name = bytes.toString('utf8', at + 4, nameEnd)
      if (sequences.has(name)) throw new MalformedError(`two sections '${name}'`)
      const documents: Value[] = []
      for (at = nameEnd + 1; at < end; at = documents.at(-1)!.end) documents.push(documentAt(bytes, at, end))
      sequences.set(name, documents)
    } else throw new MalformedError(`section of kind ${kind}`)
  }
  if (!body) throw new MalformedError('no body')
  return { body, sequences, silent: (flags & MORE_TO_COME) !== 0 }
}

function documentAt(bytes: Buffer, start: number, limit: number): Value {
  return new Value(T.document, bytes, start, validateDocument(bytes, start, limit))
}

export function writeReply(to: Message, reply: Fields): Buffer {
  const document = encodeDocument(reply)
  const head = Buffer.alloc(to.legacy ? HEADER + 20 : HEADER + 5)
  head.writeInt32LE(head.length + document.length, 0)
  head.writeInt32LE(to.requestId, 8)
  head.writeInt32LE(to.legacy ? OP_REPLY : OP_MSG, 12)
  if (to.legacy) {
    head.writeInt32LE(8, HEADER) // AwaitCapable, as mongod always says
    head.writeInt32LE(1, HEADER + 16) // one document
  }
  return Buffer.concat([head, document])
}

