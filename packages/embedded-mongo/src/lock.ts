import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another living process has the folder open. */
export class FolderInUseError extends Error {}

const MINE = `${process.pid} embedded-mongo\n`

/**
 * Takes the folder for this process. A lock whose process is gone (kill -9, power) is taken over. Answers the release.
 * It does not check that a process of that number is really ours: a number used anew refuses the folder until that one ends.
 */
export function lockFolder(dbpath: string): () => void {
  mkdirSync(dbpath, { recursive: true })
  const path = join(dbpath, 'embedded-mongo.lock')
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(path, MINE, { flag: 'wx' })
      return () => {
        if (readFileSync(path, 'utf8') === MINE) rmSync(path, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid, name] = readFileSync(path, 'utf8').trim().split(' ')
    if (pid && Number(pid) !== process.pid && isAlive(Number(pid))) {
      throw new FolderInUseError(`the folder ${dbpath} is in use by the process ${name ?? 'unknown'} with pid ${pid}`)
    }
    rmSync(path, { force: true })
  }
  throw new FolderInUseError(`the folder ${dbpath} is being taken by others`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
