const NEEDED = [20, 19]

/** Ends the process with a sentence when this Node is too old. Imported first by every task. */
function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  console.error(`Zhixin needs Node.js ${NEEDED.join('.')} or newer; this is ${version}. See https://nodejs.org or use nvm (.nvmrc).`)
  process.exit(1)
}

requireNode()
