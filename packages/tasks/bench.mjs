/** `npm run bench -- NAME [options]`: measures something, see test/bench; arguments go to it. Not part of `npm test`: figures are ratios, not limits. */
import './lib/require-node.mjs'
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { compile } from './lib/compile.mjs'
import { installWhenNeeded } from './lib/install-when-needed.mjs'
import { inRoot, root } from './lib/place.mjs'
import { SERVER_MEMORY } from './lib/processes.mjs'
import { main } from './lib/progress.mjs'

const benches = () => readdirSync(inRoot('test/bench')).filter((name) => name.endsWith('.mjs')).map((name) => name.replace('.mjs', ''))

await main(async () => {
  const [name, ...options] = process.argv.slice(2)
  if (!benches().includes(name)) {
    console.error(`Usage: npm run bench -- ${benches().join('|')} [--json FILE] …`)
    process.exitCode = 2
    return
  }
  await installWhenNeeded({ stream: process.stderr })
  await compile()
  const child = spawn(process.execPath, [...SERVER_MEMORY, inRoot(`test/bench/${name}.mjs`), ...options], { cwd: root, stdio: 'inherit' })
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
})
