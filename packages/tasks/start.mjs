/**
 * `npm start`: installs and builds what is needed, then runs the product on one port. PORT and DATA_DIR choose where;
 * MONGODB_URI another store. Everything but NODE_ENV=production starts in demo mode.
 */
import './lib/require-node.mjs'
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { compile } from './lib/compile.mjs'
import { installWhenNeeded } from './lib/install-when-needed.mjs'
import { inRoot, root } from './lib/place.mjs'
import { endOnSignal, SERVER_MEMORY } from './lib/processes.mjs'
import { main, withProgress } from './lib/progress.mjs'

const STOPS_WITHIN_MS = 30_000
/** npm passes a Ctrl-C on to a child that got it already; this long, a second one is the same one. */
const SAME_SIGNAL_MS = 1_000

function serverEnv(env) {
  const demo = env.NODE_ENV === 'production' ? {} : { DEMO: '1' }
  return {
    H5_DIR: inRoot('apps/miniprogram/dist/h5'),
    DATA_DIR: inRoot('.data'),
    ...demo,
    ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
    PORT: env.PORT || '8080',
  }
}

/** Rejects with a sentence when nobody can listen there. Somebody else may still take the port in the moment after. */
function checkPort({ PORT, HOST = '127.0.0.1' }) {
  const port = Number(PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT=${PORT} is not a port: give a number from 0 to 65535.`)
  const sentences = {
    EADDRINUSE: `Port ${port} is taken, perhaps by another Zhixin. Stop that, or choose another: PORT=${port + 1} npm start`,
    EACCES: `This user may not listen on port ${port}. Choose one above 1023: PORT=8080 npm start`,
  }
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new Error(sentences[error.code] ?? `Cannot listen on ${HOST}:${port}: ${error.message}`)))
    probe.listen(port, HOST, () => probe.close(resolve))
  })
}

/** In a process group of its own, so that a Ctrl-C reaches the server once, from here, and it can stop in its own order. */
function runServer(env) {
  const server = spawn(process.execPath, [...SERVER_MEMORY, inRoot('apps/bff/dist/main.js')], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  let askedAt = 0
  const killGroup = () => {
    try {
      process.kill(-server.pid, 'SIGKILL')
    } catch {
      server.kill('SIGKILL')
    }
  }
  const stop = () => {
    if (askedAt === 0) {
      askedAt = Date.now()
      console.log('\nstopping … (once more to end at once)')
      server.kill('SIGTERM')
      setTimeout(killGroup, STOPS_WITHIN_MS).unref()
    } else if (Date.now() - askedAt > SAME_SIGNAL_MS) {
      killGroup()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal)
    process.on(signal, stop)
  }
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.on('exit', (code, signal) => {
      if (askedAt === 0 || signal !== null) return reject(new Error(`The server ended by itself (${signal ?? `exit ${code}`}).`))
      console.log('stopped')
      resolve(code)
    })
  })
}

await main(async () => {
  endOnSignal()
  const env = serverEnv(process.env)
  await checkPort(env)
  await installWhenNeeded()
  await withProgress('compiling the server', () => compile())
  const { buildH5, needsBuild } = await import('./build.mjs')
  if (needsBuild('h5')) await withProgress('building the H5 app', () => buildH5({ say: () => undefined }))
  console.log('  … starting')
  process.exitCode = await runServer(env)
})
