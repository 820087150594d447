/** `npm run screens`: runs the journeys and keeps what they saw in docs/screens, with an index to leaf through. */
import './lib/require-node.mjs'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromiumPath, prepareBrowser } from './lib/browser.mjs'
import { compile } from './lib/compile.mjs'
import { installWhenNeeded } from './lib/install-when-needed.mjs'
import { runJest } from './lib/jest-step.mjs'
import { inRoot } from './lib/place.mjs'
import { endOnSignal } from './lib/processes.mjs'
import { main, withProgress } from './lib/progress.mjs'

const FOLDER = inRoot('docs/screens')
const CAPTIONS = path.join(FOLDER, '.captions.jsonl')
const SHOWN_WIDTH = { 390: 260, 1280: 720 }

function clear() {
  mkdirSync(FOLDER, { recursive: true })
  for (const name of readdirSync(FOLDER)) if (name.endsWith('.png') || name === path.basename(CAPTIONS)) rmSync(path.join(FOLDER, name))
}

/** Two journeys that come by the same page show it once; what a README shows stays. Throws where two pictures have one name. */
function withoutDoubles(shots) {
  const names = shots.map(({ name }) => name)
  const twice = names.filter((name, i) => names.indexOf(name) < i)
  if (twice.length > 0) throw new Error(`two pictures have one name: ${twice.join(', ')}`)
  const readme = ['README.md', 'README.zh-CN.md'].map((name) => readFileSync(inRoot(name), 'utf8')).join('')
  const seen = new Set()
  return shots.filter(({ name }) => {
    const file = path.join(FOLDER, `${name}.png`)
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex')
    const isNew = !seen.has(digest)
    seen.add(digest)
    if (isNew || readme.includes(`screens/${name}.png`)) return true
    rmSync(file)
    return false
  })
}

/** Pictures of a phone stand side by side, those of a desk below one another. */
function writeIndex() {
  const shots = withoutDoubles(readFileSync(CAPTIONS, 'utf8').trim().split('\n').map((line) => JSON.parse(line)))
  rmSync(CAPTIONS)
  const figure = ({ name, caption, width }) => `<td><img src="${name}.png" width="${SHOWN_WIDTH[width]}" alt="${caption}"><br>${caption}</td>`
  const section = (width, columns, title) => {
    const own = shots.filter((shot) => shot.width === width)
    const rows = []
    for (let i = 0; i < own.length; i += columns) rows.push(`<tr>${own.slice(i, i + columns).map(figure).join('')}</tr>`)
    return own.length === 0 ? '' : `## ${title}\n\n<table>\n${rows.join('\n')}\n</table>\n`
  }
  const head = '# 界面 Screens\n\nMade by `npm run screens` from the journeys in a real browser. People, cases and numbers are invented (演示环境，均为虚构).\n'
  writeFileSync(path.join(FOLDER, 'README.md'), [head, section(390, 3, 'Phone, 390×844'), section(1280, 1, 'Desk, 1280×800')].filter(Boolean).join('\n'))
  return shots.length
}

await main(async () => {
  endOnSignal()
  await installWhenNeeded()
  const lacking = await prepareBrowser({ say: (text) => console.log(`  … ${text}`) })
  if (lacking) throw new Error(lacking)
  await withProgress('compiling the server', () => compile())
  const { buildH5 } = await import('./build.mjs')
  await withProgress('building the H5 app', () => buildH5({ say: () => undefined }))
  clear()
  const env = { SCREENS_DIR: FOLDER, CHROMIUM_PATH: chromiumPath() }
  // One after another, so that the pictures of a journey stand beside one another.
  await withProgress('taking pictures', () => runJest('screens', 'config/jest.journeys.config.js', { env, args: ['--runInBand'] }))
  if (!existsSync(CAPTIONS)) throw new Error('the journeys took no picture')
  console.log(`${writeIndex()} pictures in docs/screens`)
})
