import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PaperDocument } from './paper-document'
import type { TerminationDocument } from './termination-sheet'
import type { ThreadDocumentParts } from './thread-document'

/** What is drawn in a thread of its own. */
export type Drawing =
  | { kind: 'thread'; parts: ThreadDocumentParts } | { kind: 'termination'; parts: TerminationDocument } | { kind: 'paper'; parts: PaperDocument }

/** Threads run compiled code only; unit tests run the sources, and find it where `tsc -b` puts it. */
const DRAWING = __filename.endsWith('.ts') ? path.resolve(__dirname, '../../dist/documents/drawing.js') : path.join(__dirname, 'drawing.js')

let last: Promise<unknown> = Promise.resolve()

/**
 * A document, drawn in a thread of its own: thousands of entries take seconds, in which this process would answer nobody. One after the other,
 * since each takes a processor and some hundred megabytes while it lasts. The same words make the same bytes.
 */
export function drawAside(drawing: Drawing): Promise<Buffer> {
  const drawn = last.then(() => draw(drawing))
  last = drawn.catch(() => undefined)
  return drawn
}

export const threadDocument = (parts: ThreadDocumentParts): Promise<Buffer> => drawAside({ kind: 'thread', parts })

/** 终本证据清单. It names every entry that it rests on, which may be hundreds. */
export const terminationDocument = (parts: TerminationDocument): Promise<Buffer> => drawAside({ kind: 'termination', parts })

/** One of the court's papers as a PDF, for reading and filing. */
export const paperPdf = (parts: PaperDocument): Promise<Buffer> => drawAside({ kind: 'paper', parts })

const draw = (drawing: Drawing): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(DRAWING, { workerData: drawing })
    worker.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the drawing of a document ended with ${code}`)))
  })
