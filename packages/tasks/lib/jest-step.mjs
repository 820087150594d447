import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { inRoot } from './place.mjs'
import { CommandFailed, runNode } from './processes.mjs'

/** What a run of jest counted. A file that could not even be loaded is one failure. */
function countsOf(file) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'))
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

/** Runs jest with a configuration of this repository; answers `{ counts }`. A failed run's error carries counts too. */
export async function runJest(id, config, { args = [], env = {}, onOutput } = {}) {
  const report = inRoot('.cache/test', `${id}.json`)
  mkdirSync(inRoot('.cache/test'), { recursive: true })
  rmSync(report, { force: true })
  const all = ['-c', inRoot(config), '--json', `--outputFile=${report}`, ...args]
  try {
    await runNode(inRoot('node_modules/jest/bin/jest.js'), all, { env: { FORCE_COLOR: '0', ...env }, onOutput })
    return { counts: countsOf(report) }
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    const counts = countsOf(report)
    error.counts = { ...counts, failed: Math.max(counts.failed, 1) }
    error.output = withoutReport(error.output)
    throw error
  }
}

/** `--json` prints the report too, in one line among what people read. */
const withoutReport = (output) => output.split('\n').filter((line) => !line.startsWith('{"numFailedTestSuites"')).join('\n')
