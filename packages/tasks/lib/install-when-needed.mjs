import { readFileSync } from 'node:fs'
import path from 'node:path'
import { inRoot } from './place.mjs'
import { runCommand } from './processes.mjs'
import { withProgress } from './progress.mjs'

const LOCK = 'package-lock.json'
/** npm writes this last, so a broken-off install has none. */
const INSTALLED = 'node_modules/.package-lock.json'

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(inRoot(file), 'utf8')).packages ?? null
  } catch {
    return null
  }
}

const fits = (list, here) =>
  list === undefined || (!list.includes(`!${here}`) && (list.every((item) => item.startsWith('!')) || list.includes(here)))
const fitsHere = ({ os, cpu }) => fits(os, process.platform) && fits(cpu, process.arch)

/**
 * Whether what npm says it installed is what the lockfile asks for. Packages for other machines may be absent, and one that is
 * here though it is for another machine means that node_modules was carried over. Does not look into the packages themselves.
 */
export function isInstalled(locked = packagesOf(LOCK), installed = packagesOf(INSTALLED)) {
  if (!locked || !installed) return false
  const agrees = ([name, { version, optional, devOptional, peer }]) => {
    const found = installed[name]
    return found ? found.version === version : Boolean(optional || devOptional || peer)
  }
  const asLocked = Object.entries(locked).filter(([name]) => name !== '').every(agrees)
  const noneExtra = Object.keys(installed).every((name) => name in locked)
  return asLocked && noneExtra && Object.values(installed).every(fitsHere)
}

function npm() {
  const own = process.env.npm_execpath
  return own && path.basename(own) === 'npm-cli.js' ? [process.execPath, [own]] : ['npm', []]
}

/**
 * `npm ci` unless node_modules already is what the lockfile says. No package's install script is needed (see allowScripts in
 * package.json), so none is run, whichever npm this is.
 */
export async function installWhenNeeded({ stream = process.stdout } = {}) {
  const locked = packagesOf(LOCK)
  if (isInstalled(locked)) return { installed: false }
  const wanted = Object.entries(locked ?? {}).filter(([name, entry]) => name.includes('node_modules/') && !entry.link && fitsHere(entry)).length
  let fetched = 0
  const count = (text) => {
    fetched += (text.match(/npm http (fetch|cache) .*\.tgz/g) ?? []).length
  }
  const [file, before] = npm()
  const args = [...before, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=http']
  const note = () => (fetched === 0 ? '' : `(${Math.min(fetched, wanted)} of about ${wanted})`)
  try {
    await withProgress('installing packages', () => runCommand(file, args, { onOutput: count }), { note, stream })
  } catch (error) {
    error.output = (error.output ?? '').split('\n').filter((line) => !line.startsWith('npm http')).join('\n')
    error.message = `The packages could not be installed: ${error.message}. Is the npm registry reachable (npm config get registry)?`
    throw error
  }
  return { installed: true }
}
