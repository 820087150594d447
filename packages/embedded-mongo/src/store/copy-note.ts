import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../lock'

/** Followed by the number of the process that copies. */
const NOTE = 'embedded-mongo.copying.'

/** Lays down that this process copies a folder's store; answers what takes it away again. */
export function noteCopying(folder: string): () => void {
  const note = join(folder, `${NOTE}${process.pid}`)
  writeFileSync(note, '', { mode: 0o600 })
  return () => rmSync(note, { force: true })
}

/** Whether another process is copying this folder's store. Notes of processes that are gone are cleared away. */
export function isBeingCopied(folder: string): boolean {
  const notes = readdirSync(folder).filter((name) => name.startsWith(NOTE))
  const going = notes.filter((name) => isRunning(Number(name.slice(NOTE.length))))
  for (const name of notes) if (!going.includes(name)) rmSync(join(folder, name), { force: true })
  return going.length > 0
}
