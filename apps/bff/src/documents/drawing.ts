import { parentPort, workerData } from 'node:worker_threads'
import type { Drawing } from './aside'
import { drawPaper } from './paper-document'
import { drawTermination } from './termination-sheet'
import { drawThread } from './thread-document'

/** Runs in a thread of its own: see aside.ts. What crosses threads comes as plain bytes, and pictures are wanted as buffers. */
const withBuffer = <T extends { picture?: Buffer }>(one: T): T => (one.picture ? { ...one, picture: Buffer.from(one.picture) } : one)

function draw({ kind, parts }: Drawing): Promise<Buffer> {
  if (kind === 'termination') return drawTermination(parts)
  if (kind === 'paper') return drawPaper({ ...parts, signatures: parts.signatures.map(withBuffer) })
  return drawThread({ ...parts, rows: parts.rows.map((row) => ({ ...row, enclosed: row.enclosed.map(withBuffer) })) })
}
void draw(workerData as Drawing).then((bytes) => parentPort!.postMessage(bytes))
