/**
 * Builds the mini-program: `node packages/tasks/build.mjs [h5|weapp|all] [--force]`.
 * A build is skipped while nothing it is made of has changed since the last one that succeeded.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const app = path.join(root, 'apps/miniprogram')
const PROGRESS_EVERY_MS = 3_000
const KILOBYTE = 1024
/** WeChat refuses a package over 2 MB. Main gets half of that: it is what an old phone waits for at the first start. */
const LIMITS = { main: 1024 * KILOBYTE, sub: 2048 * KILOBYTE }

const outputOf = (target) => path.join(app, 'dist', target)
const stampOf = (target) => path.join(app, 'dist', `.${target}.stamp`)

/** Every file below `place`, or `place` itself; sorted, so that the hash does not depend on the disk. */
function filesOf(place) {
  if (!existsSync(place)) return []
  if (statSync(place).isFile()) return [place]
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((item) => filesOf(path.join(place, item.name)))
}

const isShipped = (file) => !/\.test\.tsx?$/.test(file)

/** A hash over all that goes into a build: sources, configuration, the lockfile, and what the environment says. */
function inputHash(target, env) {
  const own = readdirSync(app).filter((name) => /\.(json|js)$/.test(name))
  const places = [
    ...['src', 'config', ...own].map((name) => path.join(app, name)),
    path.join(root, 'packages/shared/src'),
    path.join(root, 'package-lock.json'),
    fileURLToPath(import.meta.url),
  ]
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesOf).filter(isShipped)) {
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  if (target === 'weapp') hash.update(env.ZHIXIN_API_ORIGIN ?? '')
  return hash.digest('hex')
}

/** Whether a build of `target` ('h5' or 'weapp') would differ from what stands in dist. */
export function needsBuild(target, env = process.env) {
  if (!existsSync(outputOf(target)) || !existsSync(stampOf(target))) return true
  return readFileSync(stampOf(target), 'utf8') !== inputHash(target, env)
}

function runTaro(target, env, say) {
  const cli = createRequire(path.join(app, 'package.json')).resolve('@tarojs/cli/bin/taro')
  const started = Date.now()
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, 'build', '--type', target, '--no-check'], { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = []
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    const ticker = setInterval(() => say(`building ${target} … ${seconds()}`), PROGRESS_EVERY_MS)
    child.on('error', (error) => {
      clearInterval(ticker)
      reject(error)
    })
    child.on('close', (code) => {
      clearInterval(ticker)
      if (code === 0) {
        say(`built ${target} in ${seconds()}`)
        resolve()
      } else {
        reject(new Error(`the ${target} build failed (exit ${code}):\n${Buffer.concat(output).toString('utf8')}`))
      }
    })
  })
}

async function build(target, { env = process.env, say = console.log, force = false } = {}) {
  const hash = inputHash(target, env)
  if (!force && !needsBuild(target, env)) {
    say(`${target}: nothing has changed since the last build`)
    return { target, built: false, output: outputOf(target) }
  }
  say(`building ${target} from apps/miniprogram and packages/shared`)
  rmSync(stampOf(target), { force: true })
  rmSync(outputOf(target), { recursive: true, force: true })
  mkdirSync(path.dirname(stampOf(target)), { recursive: true })
  await runTaro(target, env, say)
  writeFileSync(stampOf(target), hash)
  return { target, built: true, output: outputOf(target) }
}

/** The H5 build, into apps/miniprogram/dist/h5. Talks to the origin it is served from. */
export const buildH5 = ({ env = process.env, ...options } = {}) => build('h5', { ...options, env: { ...env, NODE_ENV: 'production' } })

/**
 * The weapp build, into apps/miniprogram/dist/weapp. Without ZHIXIN_API_ORIGIN it is a trial build against this machine;
 * with it, the origin must be https. Throws when a package is over its limit.
 */
export async function buildWeapp({ env = process.env, say = console.log, ...options } = {}) {
  const trial = env.ZHIXIN_API_ORIGIN === undefined ? { ZHIXIN_ALLOW_HTTP: '1' } : {}
  const result = await build('weapp', { ...options, say, env: { ...env, ...trial, NODE_ENV: 'production' } })
  const sizes = weappSizes(result.output)
  for (const { name, bytes, limit } of sizes) {
    say(`  ${name.padEnd(16)} ${kilobytes(bytes).padStart(8)} of ${kilobytes(limit)}`)
  }
  const over = sizes.filter(({ bytes, limit }) => bytes > limit)
  if (over.length > 0) throw new Error(`over its size limit: ${over.map(({ name }) => name).join(', ')}`)
  return { ...result, sizes }
}

const kilobytes = (bytes) => `${Math.ceil(bytes / KILOBYTE)} KB`

/** Bytes per package as WeChat counts them: everything in a sub-package's folder is its own, the rest is main. */
export function weappSizes(output) {
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(output, 'app.json'), 'utf8'))
  const roots = subPackages.map(({ root: folder }) => folder.replace(/\/$/, ''))
  const sizes = new Map([['main', 0], ...roots.map((folder) => [folder, 0])])
  for (const file of filesOf(output)) {
    if (/\.(map|LICENSE\.txt)$/.test(file)) continue
    const relative = path.relative(output, file).split(path.sep).join('/')
    const owner = roots.find((folder) => relative.startsWith(`${folder}/`)) ?? 'main'
    sizes.set(owner, sizes.get(owner) + statSync(file).size)
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes, limit: name === 'main' ? LIMITS.main : LIMITS.sub }))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [what = 'all', ...flags] = process.argv.slice(2)
  const force = flags.includes('--force')
  if (!['h5', 'weapp', 'all'].includes(what)) {
    console.error('usage: node packages/tasks/build.mjs [h5|weapp|all] [--force]')
    process.exitCode = 2
  } else {
    try {
      if (what !== 'weapp') await buildH5({ force })
      if (what !== 'h5') await buildWeapp({ force })
    } catch (error) {
      console.error(error.message)
      process.exitCode = 1
    }
  }
}
