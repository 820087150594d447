import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process has the folder open. */
export class FolderInUseError extends Error {}

const NAME = 'embedded-mongo'

/**
 * Takes the folder for this process, creating it for its owner alone. Answers the release. A lock whose process is gone
 * (kill -9, power), or whose number another program has now, is taken over; so is one that was copied with its folder, since
 * it names the folder it was made for.
 */
export function lockFolder(dbpath: string): () => void {
  mkdirSync(dbpath, { recursive: true, mode: 0o700 })
  const path = join(dbpath, 'embedded-mongo.lock')
  const { dev, ino } = statSync(dbpath, { bigint: true })
  const place = `${dev}:${ino}`
  const mine = `${process.pid} ${NAME} ${place}\n`
  while (!create(path, mine)) {
    const found = read(path)
    const [pid, name, foundPlace = place] = found.trim().split(' ')
    if (pid && foundPlace === place && isRunning(Number(pid))) {
      throw new FolderInUseError(`the folder ${dbpath} is in use by the process ${name} with pid ${pid}`)
    }
    moveAway(path, found)
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true })
  }
}

function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const read = (path: string): string => ignoringAbsence(() => readFileSync(path, 'utf8')) ?? ''

/** Two may find the same stale lock: a rename tells them apart, and one who moved the other's fresh lock puts it back. */
function moveAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`
  ignoringAbsence(() => {
    renameSync(path, aside)
    if (read(aside) === stale) rmSync(aside)
    else renameSync(aside, path)
  })
}

/** Whether a process of that number is one of ours; never this one. */
export function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // Where Linux tells, a process of that number that is something else does not count: containers use low numbers again.
  const command = ignoringAbsence(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  return command === undefined || command.includes(NAME)
}

function ignoringAbsence<R>(work: () => R): R | undefined {
  try {
    return work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
