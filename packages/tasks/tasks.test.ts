import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** The tasks are ES modules that run before an install; so each test lets Node itself run a few lines. */
function run(script: string, env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const args = ['--input-type=module', '-e', script]
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr })
    })
  })
}
const lib = (name: string) => JSON.stringify(pathToFileURL(path.join(__dirname, 'lib', name)).href)

describe('npm ci is run when it is needed', () => {
  const ask = async (locked: object | null, installed: object | null): Promise<string> => {
    const script = `import { isInstalled } from ${lib('install-when-needed.mjs')}
      console.log(isInstalled(${JSON.stringify(locked)}, ${JSON.stringify(installed)}))`
    return (await run(script)).output.trim()
  }
  const koa = { version: '3.0.0' }
  const otherMachine = { version: '1.0.0', optional: true, os: [process.platform === 'linux' ? 'darwin' : 'linux'] }

  test('nothing to do when npm installed what the lockfile says', async () => {
    expect(await ask({ '': {}, koa, otherMachine }, { koa })).toBe('true')
  })
  test('a fresh clone, or an install that broke off, has nothing installed', async () => {
    expect(await ask({ '': {}, koa }, null)).toBe('false')
  })
  test('a package in another version, missing, or too many is seen', async () => {
    expect(await ask({ koa }, { koa: { version: '2.0.0' } })).toBe('false')
    expect(await ask({ koa }, {})).toBe('false')
    expect(await ask({ koa }, { koa, more: koa })).toBe('false')
  })
  test('node_modules of another machine are not taken for this one', async () => {
    expect(await ask({ koa, otherMachine }, { koa, otherMachine })).toBe('false')
  })
})

describe('steps', () => {
  const steps = `import { runSteps, LeftOut } from ${lib('run-steps.mjs')}
    import { tally, closingLine } from ${lib('tally.mjs')}
    const order = []
    const step = (id, rest) => ({ id, title: id, cores: 1, run: async () => void order.push(id), ...rest })
    const fail = async () => { throw Object.assign(new Error('no'), { output: 'all that it wrote' }) }
    const show = async (steps) => {
      const results = await runSteps(steps)
      console.log(order.join(' '))
      console.log(closingLine(tally(results, steps)))
    }`

  test('a failed step shows all it wrote, leaves out what stands on it, and the rest goes on', async () => {
    const { output } = await run(`${steps}
      await show([step('a', { run: fail }), step('b', { after: ['a'] }), step('c', { follows: ['a'] }), step('d')])`)
    expect(output).toContain('all that it wrote')
    expect(output).toContain('needs "a"')
    expect(output).toContain('d c\n2 passed, 1 failed, 1 skipped\n')
  })
  test('the closing line counts all tests of all runs, a check as one, and setting up not at all', async () => {
    const { output } = await run(`${steps}
      const counts = { passed: 5, failed: 0, skipped: 0 }
      await show([step('install', { setsUp: true }), step('lint'), step('unit', { run: async () => ({ counts }) })])`)
    expect(output).toMatch(/\n6 passed, 0 failed\n$/)
  })
  test('what cannot run here is left out with a sentence and counts as skipped', async () => {
    const { output } = await run(`${steps}
      await show([step('browser', { setsUp: true, run: async () => { throw new LeftOut('no Chromium here') } }),
        step('journeys', { after: ['browser'] }), step('lint')])`)
    expect(output).toContain('left out: no Chromium here')
    expect(output).toMatch(/\n1 passed, 0 failed, 1 skipped\n$/)
  })
})
