import { serialize } from 'bson'
import { documentOf, T, Value } from './value'

/** A document being built: untouched parts are Values, opened parts are Maps and arrays, new parts plain JavaScript. */
export type Node = Value | Map<string, Node> | Node[] | string | number | bigint | boolean | null | Date | object | undefined
export type Fields = Map<string, Node> | { [name: string]: Node }

/** One document's BSON. Values are copied byte for byte, undefined is left out, whole numbers that fit become ints. */
export function encodeDocument(fields: Fields): Buffer {
  const writer = new Writer()
  writer.document(fields)
  return Buffer.from(writer.buf.subarray(0, writer.length))
}

/** A document made of parts. */
export const documentFrom = (fields: Fields): Value => documentOf(encodeDocument(fields))
export const EMPTY: Value = documentOf(Buffer.from([5, 0, 0, 0, 0]))

/** A document or array as something that can be changed; what stands in it stays as it is. */
export function open(node: Node): Node {
  if (!(node instanceof Value)) return node
  if (node.isDocument) return new Map<string, Node>(node.fields())
  return node.isArray ? node.items() : node
}

export function asValue(node: Node): Value {
  return node instanceof Value ? node : documentFrom({ v: node }).get('v')!
}

class Writer {
  buf = Buffer.allocUnsafe(1024)
  length = 0

  private room(bytes: number): void {
    if (this.length + bytes <= this.buf.length) return
    const bigger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.length + bytes))
    this.buf.copy(bigger, 0, 0, this.length)
    this.buf = bigger
  }

  private head(type: number, name: string): void {
    const size = Buffer.byteLength(name)
    this.room(size + 2)
    this.buf[this.length] = type
    this.buf.write(name, this.length + 1)
    this.length += size + 2
    this.buf[this.length - 1] = 0
  }

  private copy(bytes: Uint8Array): void {
    this.room(bytes.length)
    this.buf.set(bytes, this.length)
    this.length += bytes.length
  }

  document(fields: Fields | Node[]): void {
    const start = this.length
    this.room(5)
    this.length += 4
    if (Array.isArray(fields)) fields.forEach((node, i) => this.element(String(i), node ?? null))
    else if (fields instanceof Map) for (const [name, node] of fields) this.element(name, node)
    else for (const name of Object.keys(fields)) this.element(name, fields[name])
    this.room(1)
    this.buf[this.length++] = 0
    this.buf.writeInt32LE(this.length - start, start)
  }

  private element(name: string, node: Node): void {
    if (node === undefined) return
    if (node instanceof Value) {
      this.head(node.type, name)
      this.copy(node.bytes())
    } else if (typeof node === 'string') {
      this.head(T.string, name)
      const size = Buffer.byteLength(node)
      this.room(size + 5)
      this.buf.writeInt32LE(size + 1, this.length)
      this.buf.write(node, this.length + 4)
      this.length += size + 5
      this.buf[this.length - 1] = 0
    } else if (typeof node === 'number' && Number.isInteger(node) && (node | 0) === node && !Object.is(node, -0)) {
      this.head(T.int, name)
      this.room(4)
      this.length = this.buf.writeInt32LE(node, this.length)
    } else if (typeof node === 'number') {
      this.head(T.double, name)
      this.room(8)
      this.length = this.buf.writeDoubleLE(node, this.length)
    } else if (typeof node === 'bigint') {
      this.head(T.long, name)
      this.room(8)
      this.length = this.buf.writeBigInt64LE(node, this.length)
    } else if (node === null) {
      this.head(T.null, name)
    } else if (Array.isArray(node)) {
      this.head(T.array, name)
      this.document(node)
    } else if (node instanceof Map || (typeof node === 'object' && Object.getPrototypeOf(node) === Object.prototype)) {
      this.head(T.document, name)
      this.document(node as Fields)
    } else {
      const value = documentOf(Buffer.from(serialize({ v: node }))).get('v')!
      this.head(value.type, name)
      this.copy(value.bytes())
    }
  }
}
