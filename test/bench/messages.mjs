/**
 * `npm run bench -- messages`: one-to-one messages over the live socket of the real server, with everything on: authenticated and
 * authorized for each frame, decided by the rules, hashed, sealed, durable before it is shown, read models following. Beside it, in
 * the same run, a bare relay on the same stack. Both peers of `xmpp-peers` are loaded in the same way.
 */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { makePlace, prepareCourt } from './lib/court.mjs'
import { loadPairs } from './lib/load.mjs'
import { startCpuCount, startProgram, startServer, verifyAll } from './lib/server.mjs'

const { values: options } = parseArgs({
  options: {
    pairs: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '8' },
    windows: { type: 'string', default: '1,8' },
    json: { type: 'string' },
    /** Writes CPU profiles of the server into this folder. */
    profile: { type: 'string' },
    'without-relay': { type: 'boolean', default: false },
  },
})
const pairCount = Number(options.pairs)
const seconds = Number(options.seconds)
const windows = options.windows.split(',').map(Number)
const say = (text) => process.stderr.write(`… ${text}\n`)

function opened(url, hello, isReady) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    socket.on('error', reject)
    socket.on('open', () => {
      socket.send(JSON.stringify(hello))
      if (!isReady) resolve(socket)
    })
    if (isReady) {
      socket.on('message', function first(data) {
        if (!isReady(JSON.parse(data.toString()))) return
        socket.off('message', first)
        resolve(socket)
      })
    }
  })
}

/** A party's and an officer's phone, as the mini-program uses the socket. */
async function productPair(origin, { thread, party, officer }) {
  const url = `${origin.replace('http', 'ws')}/live`
  const isReady = ({ type }) => type === 'ready'
  const [from, to] = await Promise.all([party, officer].map((token) => opened(url, { type: 'auth', token }, isReady)))
  let take = () => undefined
  from.on('message', (data) => {
    const text = data.toString()
    if (text.startsWith('{"type":"refused"')) throw new Error(text)
  })
  // As the peers' load does: the text is found, the rest is not looked at. What the phone does with it is not the server's time.
  to.on('message', (data) => {
    const text = data.toString()
    if (text.startsWith('{"type":"entry"')) take(/"text":"([\d.]+)\|/.exec(text)[1])
  })
  return {
    send(text) {
      const clientMessageId = `m_${randomBytes(12).toString('hex')}`
      from.send(JSON.stringify({ type: 'send', ref: clientMessageId, ...thread, message: { clientMessageId, text } }))
    },
    onText: (taker) => (take = taker),
    close: () => [from, to].forEach((socket) => socket.terminate()),
  }
}

/** Adds what a message cost in CPU time: milliseconds in the load itself, the server and its store. */
async function withCpu(serverPid, run) {
  const used = startCpuCount(serverPid)
  const row = await run()
  const perMessage = Object.entries(used()).map(([name, cpuSeconds]) => [`cpu_${name}_ms`, Number(((cpuSeconds * 1_000) / row.delivered).toFixed(3))])
  return { ...row, ...Object.fromEntries(perMessage) }
}

async function measureProduct() {
  const place = makePlace('messages')
  try {
    say(`preparing ${pairCount} cases`)
    const court = await prepareCourt(place)
    const signedIn = await court.register(pairCount)
    await court.close()
    const server = await startServer(place, options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [])
    const rows = []
    try {
      const pairs = await Promise.all(signedIn.map((pair) => productPair(server.where, pair)))
      for (const window of windows) rows.push(await withCpu(server.pid, () => loadPairs(pairs, { window, seconds, note: say })))
      pairs.forEach(({ close }) => close())
    } finally {
      await server.stop()
    }
    say('verifying what was written')
    console.log(`verify: ${await verifyAll(place)}`)
    return rows
  } finally {
    place.remove()
  }
}

async function measureRelay() {
  const relay = await startProgram(fileURLToPath(new URL('lib/relay-server.mjs', import.meta.url)), { ready: /RELAY READY (\S+)/ })
  try {
    const pairs = await Promise.all(Array.from({ length: pairCount }, async (_, i) => {
      const [from, to] = await Promise.all([opened(relay.where, { name: `a${i}` }), opened(relay.where, { name: `b${i}` })])
      return {
        send: (text) => from.send(JSON.stringify({ thread: `t${i}`, to: `b${i}`, text })),
        onText: (take) => to.on('message', (data) => take(JSON.parse(data.toString()).text)),
      }
    }))
    const rows = []
    for (const window of windows) {
      rows.push(await withCpu(relay.pid, () => loadPairs(pairs, { window, seconds, note: (text) => say(`relay, ${text}`) })))
    }
    return rows
  } finally {
    await relay.stop()
  }
}

const rows = await measureProduct()
const relay = options['without-relay'] ? [] : await measureRelay()
console.table([...rows.map((row) => ({ server: 'zhixin', ...row })), ...relay.map((row) => ({ server: 'bare relay', ...row }))])
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows.map((row, i) => ({ ...row, ...(relay[i] && { relay_per_s: relay[i].per_s }) })), null, 2)}\n`)
process.exit(0)
