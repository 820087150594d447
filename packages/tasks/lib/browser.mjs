import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { runCommand } from './processes.mjs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const FONT_FOLDERS = ['/usr/share/fonts', '/usr/local/share/fonts']
const HOW = 'install them with: sudo apt-get install chromium fonts-noto-cjk (or set CHROMIUM_PATH to a Chromium or Chrome)'

/** The browser that journeys run in, or undefined. */
export const chromiumPath = (env = process.env) => [env.CHROMIUM_PATH, ...PLACES].find((place) => place && existsSync(place))

/** Whether Chinese text has glyphs. Elsewhere than on Linux the system brings them. */
async function hasChineseFont() {
  if (process.platform !== 'linux') return true
  try {
    return (await runCommand('fc-list', [':lang=zh', 'file'])).trim() !== ''
  } catch {
    return FONT_FOLDERS.filter(existsSync).some((folder) => readdirSync(folder, { recursive: true }).some((name) => /cjk|wqy|han-?sans/i.test(String(name))))
  }
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

/**
 * Makes sure that journeys can run. On Debian as root installs what is missing, and says through `say` what it is at; elsewhere,
 * or when that fails, answers with a sentence that says how. Answers undefined when all is there. Programs named in `also` are
 * installed with it where that is possible; a test that needs one says itself what it lacks.
 */
export async function prepareBrowser({ say = () => {}, also = [] } = {}) {
  const missing = async () => [...(chromiumPath() ? [] : ['chromium']), ...((await hasChineseFont()) ? [] : ['fonts-noto-cjk'])]
  const lacking = await missing()
  const wanted = [...lacking, ...also.filter((program) => !existsSync(`/usr/bin/${program}`))]
  if (wanted.length === 0) return undefined
  if (!isDebianRoot()) return lacking.length === 0 ? undefined : `${lacking.join(' and ')} missing; ${HOW}`
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  try {
    say('apt-get update')
    await runCommand('apt-get', ['update', '-q', '-o', 'Acquire::Retries=3'], { env })
    say(`apt-get install ${wanted.join(' ')}`)
    await runCommand('apt-get', ['install', '-y', '-q', '-o', 'Acquire::Retries=3', '--no-install-recommends', ...wanted], { env })
  } catch (error) {
    const last = (error.output ?? '').trim().split('\n').at(-1)
    return `${error.message}: ${last}; ${HOW}`
  }
  const still = await missing()
  return still.length === 0 ? undefined : `${still.join(' and ')} still missing after apt-get; ${HOW}`
}
