import { spawn } from 'node:child_process'
import { root } from './place.mjs'

/** What is running now, so that a stop of the task stops it too. */
const running = new Set()
process.on('exit', () => running.forEach((child) => child.kill('SIGTERM')))

/** How the server is run: with room for what lives shortly. By default a seventh of a busy dispatcher's time went into collecting it. */
export const SERVER_MEMORY = ['--max-semi-space-size=64']

/** Ctrl-C and a plain kill end the task; children are ended by the `exit` handler above. Not for tasks that wait for a clean stop. */
export function endOnSignal() {
  for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]]) {
    process.once(signal, () => process.exit(128 + number))
  }
}

export class CommandFailed extends Error {
  constructor(line, code, output) {
    super(`${line} failed (exit ${code})`)
    this.output = output
  }
}

/**
 * Runs a program in the repository's root with no stdin. Answers with all it wrote, throws CommandFailed with the same.
 * `onOutput` gets each piece as it comes; `env` is added to this process's.
 */
export function runCommand(file, args, { env = {}, onOutput, cwd = root } = {}) {
  const line = [file, ...args].join(' ')
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    const pieces = []
    const take = (piece) => {
      pieces.push(piece)
      onOutput?.(piece.toString('utf8'))
    }
    const output = () => Buffer.concat(pieces).toString('utf8')
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', (error) => {
      running.delete(child)
      reject(new CommandFailed(line, error.code ?? error.message, output()))
    })
    child.on('close', (code, signal) => {
      running.delete(child)
      if (code === 0) resolve(output())
      else reject(new CommandFailed(line, code ?? signal, output()))
    })
  })
}

/** Runs a JavaScript file of this repository, or of a package installed in it, with this very Node. */
export const runNode = (script, args = [], options = {}) => runCommand(process.execPath, [script, ...args], options)
