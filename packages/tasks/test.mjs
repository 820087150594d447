/**
 * `npm test`: installs what is needed and runs every check and test. `npm test -- --list` names the steps,
 * `npm test -- --only lint,types` runs some. With CI set, leaving anything out is a failure.
 */
import './lib/require-node.mjs'
import { availableParallelism } from 'node:os'
import { installWhenNeeded } from './lib/install-when-needed.mjs'
import { endOnSignal } from './lib/processes.mjs'
import { main, secondsSince } from './lib/progress.mjs'
import { lineOf, runSteps } from './lib/run-steps.mjs'
import { closingLine, tally } from './lib/tally.mjs'
import { chooseSteps, testSteps } from './lib/test-steps.mjs'

const USAGE = 'usage: npm test [-- --list | --only step,step]'

function chosenSteps([flag, names, ...rest]) {
  if (flag === undefined) return testSteps
  if (flag !== '--only' || names === undefined || rest.length > 0) throw new Error(USAGE)
  return chooseSteps(names.split(',').filter(Boolean))
}

function report(results, steps, started) {
  const strict = Boolean(process.env.CI) && process.env.CI !== 'false'
  const leftOut = results.filter(({ state }) => state === 'left out')
  const failed = results.filter(({ state }) => state === 'failed')
  console.log(`\nall steps, ${secondsSince(started)} together:`)
  for (const result of results) console.log(lineOf(result))
  if (failed.length > 0) console.log(`\nfailed: ${failed.map(({ title }) => title).join(', ')}`)
  if (leftOut.length > 0) console.log(`\nleft out: ${leftOut.map(({ title }) => title).join(', ')}${strict ? ' (a failure, since CI is set)' : ''}`)
  console.log(`\n${closingLine(tally(results, steps))}`)
  process.exitCode = failed.length > 0 || (strict && leftOut.length > 0) ? 1 : 0
}

await main(async () => {
  endOnSignal()
  const args = process.argv.slice(2)
  if (args[0] === '--list') return testSteps.forEach(({ id, title }) => console.log(`${id.padEnd(12)} ${title}`))
  const steps = chosenSteps(args)
  const started = Date.now()
  await installWhenNeeded()
  const results = await runSteps(steps, { cores: Math.min(availableParallelism(), 2) })
  report(results, steps, started)
})
