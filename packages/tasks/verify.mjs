/** `npm run verify -- …`: checks the kept log from its own bytes; arguments go to the verifier, which says what it knows. */
import './lib/require-node.mjs'
import { spawn } from 'node:child_process'
import { compile } from './lib/compile.mjs'
import { installWhenNeeded } from './lib/install-when-needed.mjs'
import { inRoot, root } from './lib/place.mjs'
import { main } from './lib/progress.mjs'

await main(async () => {
  await installWhenNeeded({ stream: process.stderr })
  await compile()
  const env = { DATA_DIR: inRoot('.data'), DEMO: process.env.NODE_ENV === 'production' ? '0' : '1', ...process.env }
  const child = spawn(process.execPath, [inRoot('apps/bff/dist/verify.js'), ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' })
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
})
