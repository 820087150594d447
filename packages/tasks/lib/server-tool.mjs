import { spawn } from 'node:child_process'
import { compile } from './compile.mjs'
import { installWhenNeeded } from './install-when-needed.mjs'
import { inRoot, root } from './place.mjs'
import { main } from './progress.mjs'

/** Runs a program of apps/bff beside the server, or without it, on the same data; this task's arguments and exit code are its own. */
export const runServerTool = (file) =>
  main(async () => {
    await installWhenNeeded({ stream: process.stderr })
    await compile()
    const env = { DATA_DIR: inRoot('.data'), DEMO: process.env.NODE_ENV === 'production' ? '0' : '1', ...process.env }
    const child = spawn(process.execPath, [inRoot('apps/bff/dist', file), ...process.argv.slice(2)], { cwd: root, env, stdio: 'inherit' })
    process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
  })
