const QUIET_MS = 10_000

export const secondsSince = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`

/**
 * Shows work that takes a while: on a terminal a line that is rewritten every second, elsewhere a line every ten.
 * `note()` gives what to add to the line. Answers with what the work answers.
 */
export async function withProgress(title, work, { note = () => '', stream = process.stdout } = {}) {
  const started = Date.now()
  const text = () => [`  … ${title}`, secondsSince(started), note()].filter(Boolean).join('  ')
  const clear = () => stream.isTTY && stream.write('\r\u001b[2K')
  const show = () => (stream.isTTY ? stream.write(`\r\u001b[2K${text().slice(0, (stream.columns ?? 80) - 1)}`) : stream.write(`${text()}\n`))
  if (stream.isTTY) show()
  const ticker = setInterval(show, stream.isTTY ? 1_000 : QUIET_MS)
  try {
    const answer = await work()
    clearInterval(ticker)
    clear()
    stream.write(`  ✓ ${title}  ${secondsSince(started)}\n`)
    return answer
  } catch (error) {
    clearInterval(ticker)
    clear()
    stream.write(`  ✗ ${title}  ${secondsSince(started)}\n`)
    throw error
  }
}

/** Runs a task's main function; a failure is shown with the failing program's whole output, never as a stack. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    if (error.output) console.error(`\n${error.output.trimEnd()}`)
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
