import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const OUTPUT_LIMIT = 64 * 1024 * 1024
/** Of an output that may be the complaint itself. */
const COMPLAINT_CHARS = 500

/** What WeChat's own compilers say about a built weapp. `errors` is empty when they have nothing to say against it. */
export interface Compiled {
  /** Source of a function body that returns `$gwx`, which draws every page. */
  view: string
  errors: string[]
}

/** Compiles every .wxml and .wxs of a dist with wcc, and every .wxss with wcsc. */
export function compileView(dist: string): Compiled {
  const files = filesBelow(dist)
  const ending = (extension: string) => files.filter((file) => file.endsWith(extension))
  const templates = ending('.wxml')
  const wcc = run('wcc', dist, ['-d', '-cc', componentArguments(dist, templates), ...templates, ...ending('.wxs'), '-gn', '$gwx'])
  const styles = ending('.wxss')
  const wcsc = run('wcsc', dist, ['-db', '-pc', '0', ...styles])
  return { view: `${wcc.output};return $gwx`, errors: [...wcc.errors, ...wcsc.errors] }
}

/** wcc wants to be told which tags of which file are custom components: a count, then file, count and names of each. */
function componentArguments(dist: string, templates: string[]): string {
  const uses = templates.flatMap((file) => {
    const json = path.join(dist, file.replace(/wxml$/, 'json'))
    if (!existsSync(json)) return []
    const { usingComponents } = JSON.parse(readFileSync(json, 'utf8')) as { usingComponents?: Record<string, string> }
    const names = Object.keys(usingComponents ?? {})
    return names.length === 0 ? [] : [[file, names.length, ...names].join(' ')]
  })
  return [uses.length, ...uses].join(' ')
}

/** Both compilers exit with 0 on many faults and say so on stderr alone. */
function run(compiler: 'wcc' | 'wcsc', dist: string, args: string[]): { output: string; errors: string[] } {
  const platform = process.platform === 'darwin' ? 'mac' : 'linux'
  const binary = path.join(path.dirname(require.resolve('miniprogram-compiler/package.json')), 'bin', platform, compiler)
  chmodSync(binary, 0o755)
  const { status, stdout, stderr, error } = spawnSync(binary, args, { cwd: dist, maxBuffer: OUTPUT_LIMIT, encoding: 'utf8' })
  if (error) throw error
  const lines = `${stderr}`.split('\n').filter(Boolean)
  if (status !== 0) return { output: '', errors: [`${compiler} exited with ${status}`, ...lines, ...(lines.length === 0 ? [stdout.slice(0, COMPLAINT_CHARS)] : [])] }
  return { output: stdout, errors: lines.filter((line) => /\bERR|error/i.test(line)) }
}

function filesBelow(folder: string, prefix = ''): string[] {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((item) => {
    const relative = path.posix.join(prefix, item.name)
    return item.isDirectory() ? filesBelow(folder, relative) : [relative]
  })
}
