/**
 * WeChat and the carrier in a process of their own, so that what is measured is the product's work and not theirs. Each control is a call over the
 * channel between parent and child.
 */
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const { startDoubles } = createRequire(import.meta.url)(fileURLToPath(new URL('../../../apps/bff/dist/test-support/notices.js', import.meta.url)))

/** As `openNoticeCourt` wants them, and the process by its id. */
export async function forkDoubles(parts) {
  const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, DOUBLES: '1' } })
  const waiting = new Map()
  let last = 0
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) resolve(result)
    else reject(new Error(error))
  })
  child.on('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`the doubles ended with ${code}`))))
  const ask = (whose, what, args) => new Promise((resolve, reject) => {
    const id = ++last
    waiting.set(id, { resolve, reject })
    child.send({ id, whose, what, args })
  })
  const origins = await ask('all', 'start', [parts])
  const controls = (whose, names) => ({ origin: origins[whose], ...Object.fromEntries(names.map((what) => [what, (...args) => ask(whose, what, args)])) })
  return {
    pid: child.pid,
    wechat: controls('wechat', ['allow', 'callBack', 'weather', 'idle', 'duplicates', 'close']),
    sms: controls('sms', ['callBack', 'weather', 'idle', 'duplicates', 'close']),
    setTime: (now) => ask('all', 'setTime', [now]),
  }
}

if (process.env.DOUBLES && process.send) {
  let doubles
  process.on('message', async ({ id, whose, what, args }) => {
    try {
      if (what === 'start') {
        doubles = await startDoubles(...args)
        process.send({ id, result: { wechat: doubles.wechat.origin, sms: doubles.sms.origin } })
      } else process.send({ id, result: await (whose === 'all' ? doubles : doubles[whose])[what](...args) })
    } catch (error) {
      process.send({ id, error: String(error) })
    }
  })
  process.on('disconnect', () => process.exit(0))
}
