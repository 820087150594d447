/** `npm run import -- FILE …`: sends a court's table of cases, parties, officers or nodes to the running server; arguments go to the importer. */
import './lib/require-node.mjs'
import { runServerTool } from './lib/server-tool.mjs'

await runServerTool('import.js')
