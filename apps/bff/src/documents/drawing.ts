import { parentPort, workerData } from 'node:worker_threads'
import { drawThread, type ThreadDocumentParts } from './thread-document'

/** Runs in a thread of its own: see aside.ts. What crosses threads comes as plain bytes, and pictures are wanted as buffers. */
async function draw(parts: ThreadDocumentParts): Promise<void> {
  const rows = parts.rows.map((row) => ({
    ...row, enclosed: row.enclosed.map(({ picture, ...rest }) => (picture ? { ...rest, picture: Buffer.from(picture) } : rest)),
  }))
  parentPort!.postMessage(await drawThread({ ...parts, rows }))
}
void draw(workerData as ThreadDocumentParts)
