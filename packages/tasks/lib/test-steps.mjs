import { chromiumPath, prepareBrowser } from './browser.mjs'
import { compile } from './compile.mjs'
import { runJest } from './jest-step.mjs'
import { inRoot } from './place.mjs'
import { runNode } from './processes.mjs'
import { LeftOut } from './run-steps.mjs'

const TSC = 'typescript/bin/tsc'
const ONLY_CHECK = ['--noEmit', '--pretty', 'false']
const IMPORT_RULES = ['--config', 'config/dependency-cruiser.cjs', '--output-type', 'err-long', 'packages', 'apps', 'test']
const LINT_CACHE = ['--cache', '--cache-location', '.cache/eslint/', '--cache-strategy', 'content']
const LINT = ['-c', 'config/eslint.config.mjs', '--max-warnings', '0', ...LINT_CACHE, '.']

const tool = async (script, args) => void (await runNode(inRoot('node_modules', script), args))
const built = async (name) => {
  const tasks = await import('../build.mjs')
  const said = []
  try {
    await tasks[name]({ say: (text) => said.push(text) })
  } catch (error) {
    throw Object.assign(new Error(`the build failed: ${error.message.split('\n')[0]}`), { output: [...said, error.message].join('\n') })
  }
}

/**
 * All of `npm test`, longest first where the order is free. `cores`: how many the step keeps busy; `setsUp`: what is no test.
 * The browser is looked for first, since fetching it takes as long as a check and needs no core. A step stands on those in
 * `after`; those in `follows` it only lets go first (the linter reads types from what tsc built).
 */
export const testSteps = [
  {
    id: 'browser',
    title: 'browser, font, strace',
    cores: 0,
    setsUp: true,
    run: async () => {
      const lacking = await prepareBrowser({ say: (text) => console.log(`  … ${text}`), also: ['strace'] })
      if (lacking) throw new LeftOut(lacking)
    },
  },
  { id: 'types', title: 'types (server)', cores: 1, run: async () => void (await compile()) },
  { id: 'imports', title: 'import rules', cores: 1, run: () => tool('dependency-cruiser/bin/dependency-cruise.mjs', IMPORT_RULES) },
  { id: 'types-phone', title: 'types (mini-program)', cores: 1, run: () => tool(TSC, ['-p', 'apps/miniprogram', ...ONLY_CHECK]) },
  { id: 'types-tests', title: 'types (test/)', cores: 1, after: ['types'], run: () => tool(TSC, ['-p', 'config/tsconfig.tests.json', ...ONLY_CHECK]) },
  { id: 'lint', title: 'lint', cores: 1, follows: ['types'], run: () => tool('eslint/bin/eslint.js', LINT) },
  { id: 'h5', title: 'H5 build', cores: 1, run: () => built('buildH5') },
  { id: 'weapp-build', title: 'weapp build', cores: 1, run: () => built('buildWeapp') },
  { id: 'weapp', title: 'weapp checks', cores: 1, after: ['weapp-build', 'h5', 'types'], run: () => runJest('weapp', 'config/jest.weapp.config.js') },
  { id: 'unit', title: 'unit and integration tests', cores: 2, after: ['types'], follows: ['browser'], run: () => runJest('unit', 'config/jest.config.js') },
  { id: 'faults', title: 'fault tests', cores: 2, after: ['types', 'h5'], run: () => runJest('faults', 'config/jest.faults.config.js') },
  {
    id: 'journeys',
    title: 'journeys in the browser',
    cores: 2,
    after: ['browser', 'types', 'h5'],
    run: () => runJest('journeys', 'config/jest.journeys.config.js', { env: { CHROMIUM_PATH: chromiumPath() } }),
  },
]

/** The steps named (`types` names `types-phone` too), and what they stand on. */
export function chooseSteps(names, steps = testSteps) {
  const unknown = names.filter((name) => !steps.some(({ id }) => id === name))
  if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}. There are: ${steps.map(({ id }) => id).join(', ')}`)
  const chosen = new Set()
  const add = (step) => {
    chosen.add(step)
    for (const id of step.after ?? []) add(steps.find((other) => other.id === id))
  }
  steps.filter(({ id }) => names.some((name) => id === name || id.startsWith(`${name}-`))).forEach(add)
  return steps.filter((step) => chosen.has(step))
}
