/** `npm run rebuild -- …`: builds a read model anew from the log; arguments go to the program itself, which says what it knows. */
import './lib/require-node.mjs'
import { runServerTool } from './lib/server-tool.mjs'

await runServerTool('rebuild.js')
