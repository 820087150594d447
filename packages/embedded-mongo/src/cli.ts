import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FolderInUseError, lockFolder } from './lock'
import { MongoServer } from './server'
import { copyStore } from './store/copy'
import { isCommitFailure } from './store/store'

const USAGE = 'usage: embedded-mongo --dbpath DIR (--port N | --socket PATH) [--parent-pipe] [--test-commands]\n       embedded-mongo --dbpath DIR --copy-to FOLDER'
/** The process's exit codes: a wrong call, a folder that somebody else has open. */
const EXIT = { failed: 1, usage: 2, inUse: 3 }

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dbpath: { type: 'string' }, port: { type: 'string' }, socket: { type: 'string' }, 'parent-pipe': { type: 'boolean' }, 'copy-to': { type: 'string' },
      'test-commands': { type: 'boolean' },
    },
  })
  const { dbpath, port, socket, 'copy-to': target } = values
  if (dbpath && target && port === undefined && socket === undefined) return copy(dbpath, target)
  if (!dbpath || (port === undefined) === (socket === undefined) || (port !== undefined && !/^\d{1,5}$/.test(port))) {
    console.error(USAGE)
    process.exit(EXIT.usage)
  }
  const release = lockFolder(dbpath)
  const onBroken = (cause: Error): void => {
    console.error(`embedded-mongo: the disk failed (${cause.message}); nobody is answered what may not be so`)
    process.exit(EXIT.failed)
  }
  const server = await MongoServer.start({
    dbpath, onBroken, listen: socket === undefined ? { port: Number(port) } : { socket }, testCommands: values['test-commands'],
  })
  let closing = false
  const close = (): void => {
    if (closing) return
    closing = true
    void server.close().finally(() => {
      release()
      process.exit(0)
    })
  }
  process.on('SIGTERM', close)
  // Ctrl-C reaches parent and child alike; the parent may still need the store, so there its end is what counts.
  process.on('SIGINT', () => values['parent-pipe'] || close())
  if (values['parent-pipe']) process.stdin.on('end', close).on('close', close).resume()
  process.stdout.on('error', () => undefined)
  console.log(JSON.stringify({ ready: true, uri: server.uri, pid: process.pid }))
}

/** A copy for keeping, made whether or not a server has the folder open. */
async function copy(dbpath: string, target: string): Promise<void> {
  if (!existsSync(join(dbpath, 'data.mdb'))) throw new Error(`there is no store in ${dbpath}`)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  if (readdirSync(target).length > 0) throw new Error(`${target} is not empty`)
  await copyStore(dbpath, target)
}

// A failed commit also rejects promises inside lmdb that nobody can reach; whoever asked for the write is told by theirs.
process.on('unhandledRejection', (reason) => {
  if (!isCommitFailure(reason)) throw reason
  void reason.commitError.catch(() => undefined)
})

main().catch((error: unknown) => {
  console.error(`embedded-mongo: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(error instanceof FolderInUseError ? EXIT.inUse : error instanceof TypeError && 'code' in error ? EXIT.usage : EXIT.failed)
})
