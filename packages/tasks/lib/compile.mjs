import { inRoot } from './place.mjs'
import { runNode } from './processes.mjs'

/** Compiles the packages that run on Node into their dist folders. tsc keeps what has not changed. */
export const compile = (options) => runNode(inRoot('node_modules/typescript/bin/tsc'), ['-b', '--pretty', 'false'], options)
