/** `npm run verify -- …`: checks the kept log from its own bytes; arguments go to the verifier, which says what it knows. */
import './lib/require-node.mjs'
import { runServerTool } from './lib/server-tool.mjs'

await runServerTool('verify.js')
