import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { ThreadDocumentParts } from './thread-document'

/** Threads run compiled code only; unit tests run the sources, and find it where `tsc -b` puts it. */
const DRAWING = __filename.endsWith('.ts') ? path.resolve(__dirname, '../../dist/documents/drawing.js') : path.join(__dirname, 'drawing.js')

let last: Promise<unknown> = Promise.resolve()

/**
 * A thread's document, drawn in a thread of its own: thousands of entries take seconds, in which this process would answer nobody. One after
 * the other, since each takes a processor and some hundred megabytes while it lasts. The same words make the same bytes.
 */
export function threadDocument(parts: ThreadDocumentParts): Promise<Buffer> {
  const drawn = last.then(() => drawAside(parts))
  last = drawn.catch(() => undefined)
  return drawn
}

const drawAside = (parts: ThreadDocumentParts): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(DRAWING, { workerData: parts })
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the drawing of a document ended with ${code}`)))
  })
