import { secondsSince } from './progress.mjs'

const QUIET_MS = 15_000

/** Thrown by a step that cannot run here, with a sentence for people. */
export class LeftOut extends Error {}

/**
 * A step: `{ id, title, cores, after, follows, run }`. `run()` answers with nothing or with `{ counts }`; it throws when the step
 * fails (what it wrote in `error.output`), or throws LeftOut. `after` names steps that must have passed before, `follows` steps
 * that must have ended; of both, only those that are run at all matter.
 *
 * Runs steps side by side as far as the cores go, in the order given. A failed step does not stop the others, only those that
 * stand on it. Answers with one result for each step: `{ id, title, state, ms, reason, counts }`.
 */
export async function runSteps(steps, { cores = 2, stream = process.stdout } = {}) {
  const results = new Map()
  const running = new Map()
  const waiting = [...steps]
  const screen = createScreen(stream, running)

  const missing = ({ after = [] }) => after.find((id) => results.has(id) && results.get(id).state !== 'passed')
  const isReady = ({ after = [], follows = [] }) =>
    [...after, ...follows].every((id) => results.has(id) || !steps.some((step) => step.id === id))
  const free = () => cores - [...running.values()].reduce((sum, { step }) => sum + Math.min(step.cores, cores), 0)

  async function perform(step) {
    const started = Date.now()
    const finish = (rest) => ({ id: step.id, title: step.title, ms: Date.now() - started, ...rest })
    const lacking = missing(step)
    if (lacking) return finish({ state: 'left out', reason: `needs "${results.get(lacking).title}"` })
    try {
      return finish({ state: 'passed', ...(await step.run()) })
    } catch (error) {
      if (error instanceof LeftOut) return finish({ state: 'left out', reason: error.message, counts: error.counts })
      return finish({ state: 'failed', reason: error.message, output: error.output ?? error.stack, counts: error.counts })
    }
  }

  while (waiting.length > 0 || running.size > 0) {
    for (const step of [...waiting]) {
      if (!isReady(step) || (running.size > 0 && Math.min(step.cores, cores) > free())) continue
      waiting.splice(waiting.indexOf(step), 1)
      const work = perform(step).then((result) => {
        running.delete(step.id)
        results.set(step.id, result)
        screen.done(result)
      })
      running.set(step.id, { step, started: Date.now(), work })
    }
    if (running.size === 0) throw new Error(`steps wait for each other: ${waiting.map(({ id }) => id).join(', ')}`)
    await Promise.race([...running.values()].map(({ work }) => work))
  }
  screen.close()
  return steps.map(({ id }) => results.get(id))
}

/** One line for each step that is done, a failed one's whole output, and meanwhile what is running for how long. */
function createScreen(stream, running) {
  const clear = () => stream.isTTY && stream.write('\r\u001b[2K')
  const now = () => `  … ${[...running.values()].map(({ step, started }) => `${step.title} ${secondsSince(started)}`).join(' · ')}`
  const show = () => {
    if (running.size === 0) return
    stream.write(stream.isTTY ? `\r\u001b[2K${now().slice(0, (stream.columns ?? 80) - 1)}` : `${now()}\n`)
  }
  const ticker = setInterval(show, stream.isTTY ? 1_000 : QUIET_MS)
  return {
    done(result) {
      clear()
      stream.write(`${lineOf(result)}\n`)
      if (result.state === 'failed') stream.write(`\n${(result.output ?? '').trimEnd()}\n\n`)
    },
    close: () => clearInterval(ticker),
  }
}

const SIGNS = { passed: '✓', failed: '✗', 'left out': '–' }

export function lineOf({ state, title, ms, reason }) {
  return `  ${SIGNS[state]} ${title}  ${(ms / 1000).toFixed(1)} s${state === 'passed' ? '' : `  ${state}: ${reason}`}`
}
