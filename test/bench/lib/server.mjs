import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const dist = (name) => fileURLToPath(new URL(`../../../apps/bff/dist/${name}`, import.meta.url))

/** Starts a program of the server's and waits for the line that tells where it listens. */
export async function startProgram(file, { env = process.env, execArgv = [], ready }) {
  const child = spawn(process.execPath, [...execArgv, file], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const where = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready.exec(line)
      if (found) resolve(found[1])
    })
  })
  return {
    where,
    pid: child.pid,
    stop: () => new Promise((resolve) => {
      child.removeAllListeners('exit')
      child.once('exit', resolve)
      child.kill('SIGTERM')
    }),
  }
}

/** The product's own server, as `npm start` runs it. */
export const startServer = (place, execArgv = []) => startProgram(dist('main.js'), { env: place.env, execArgv, ready: /ZHIXIN READY (\S+)/ })

const TICKS_PER_SECOND = 100

/** CPU seconds that a process and its children have used so far (Linux). */
export function cpuSecondsOf(pid) {
  const own = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(own[11]) + Number(own[12])) / TICKS_PER_SECOND
}
export const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

/** CPU seconds of this process (the load), of the server, and of its store. Gives a function that tells what was used since. */
export function startCpuCount(serverPid) {
  const now = () => ({
    load: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    server: cpuSecondsOf(serverPid),
    store: childrenOf(serverPid).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
  })
  const before = now()
  return () => Object.fromEntries(Object.entries(now()).map(([name, seconds]) => [name, seconds - before[name]]))
}

/** `npm run verify -- --all` on a place. Throws when something does not fit. */
export async function verifyAll(place) {
  const child = spawn(process.execPath, [dist('verify.js'), '--all'], { env: place.env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data) => (said += data))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`verify ended with ${code}`)
  return said.trim().split('\n').slice(-2).join(' ')
}
