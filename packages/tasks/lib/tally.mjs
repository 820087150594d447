const NONE = { passed: 0, failed: 0, skipped: 0 }
const CHECK = { passed: { ...NONE, passed: 1 }, failed: { ...NONE, failed: 1 }, 'left out': { ...NONE, skipped: 1 } }
const plus = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

/**
 * All tests of all jest runs, and each check as one. Setting up (install, browser) is not a test: it counts only when it fails.
 */
export function tally(results, steps) {
  const countOf = (result) => {
    const { setsUp } = steps.find(({ id }) => id === result.id)
    return result.counts ?? (setsUp && result.state !== 'failed' ? NONE : CHECK[result.state])
  }
  return results.map(countOf).reduce(plus, NONE)
}

export const closingLine = ({ passed, failed, skipped }) =>
  [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ')
