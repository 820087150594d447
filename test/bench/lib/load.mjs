const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What both peers of xmpp-peers send too: a time stamp, then 45 characters. */
export const BODY = '您好，请问我的案件（2021）示0101执第123号目前进展到哪一步了？银行账户查控结果出来了吗？'

/**
 * One-to-one load, the same as the peers': each sender keeps `window` messages in flight and sends the next when the receiver has
 * got one; latency is from send to receipt at the other side, in ms. `pairs` are `{ send(text), onText(take) }`.
 */
export async function loadPairs(pairs, { window, seconds, note = () => undefined }) {
  const latencies = []
  let stopped = false
  const started = performance.now()
  for (const { send, onText } of pairs) {
    const next = () => {
      if (!stopped) send(`${performance.now()}|${BODY}`)
    }
    onText((text) => {
      latencies.push(performance.now() - Number.parseFloat(text))
      next()
    })
    for (let i = 0; i < window; i++) next()
  }
  for (let second = 0; second < seconds; second++) {
    await sleep(1_000)
    note(`window ${window}: ${latencies.length} delivered after ${second + 1} s`)
  }
  stopped = true
  const elapsed = (performance.now() - started) / 1_000
  // What is still on its way gets there before the next run begins, and is not counted.
  const delivered = latencies.slice().sort((a, b) => a - b)
  await sleep(1_000)
  const at = (quantile) => Number((delivered[Math.floor(delivered.length * quantile)] ?? Number.NaN).toFixed(2))
  return { window, pairs: pairs.length, delivered: delivered.length, per_s: Math.round(delivered.length / elapsed), p50_ms: at(0.5), p99_ms: at(0.99) }
}
