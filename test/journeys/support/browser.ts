import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Request } from 'playwright-core'
import { type Network, openNetwork } from './network'

/** The old phone of a person with poor sight, and a desk. */
export const SCREENS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const
export type Screen = keyof typeof SCREENS

/** `npm test` names the browser it found. */
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-dev-shm-usage', '--lang=zh-CN',
]
/** Long enough for a machine that does other things too; nothing is asserted about time. */
const WITHIN_MS = 20_000
/** Drawn alike for so many frames in a row, the page has come to rest. */
const FRAMES_AT_REST = 6
const LOOKS_AGAIN_MS = 20
const ANSWERS_WITHIN_MS = 3_000
const PNG_MOST_BYTES = 200 * 1024

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: ARGS })

/** One person at one screen, on a network of their own, and what their browser complained of. */
export interface Visitor {
  page: Page
  context: BrowserContext
  network: Network
  /** Errors of the page itself: exceptions and what the content policy blocked. */
  complaints: string[]
  open(): Promise<void>
  /** What can be seen and says just this, or fits. */
  sees(words: string | RegExp): Locator
  /** Taps the button, row or link with these words. */
  tap(words: string | RegExp): Promise<void>
  /** Types into the field with this label. */
  type(label: string, text: string): Promise<void>
  /** Waits until the page that slides in has come to rest. */
  atRest(): Promise<void>
  /** A picture for the gallery, when one is being made. */
  shot(name: string, caption: string): Promise<void>
  /** Is somebody else from now on, at the same screen: nothing is left of whoever was there. Programs fetched once are not fetched again. */
  forget(): Promise<void>
  leave(): Promise<void>
}

export async function openVisitor(browser: Browser, origin: () => string, screen: Screen): Promise<Visitor> {
  const network = await openNetwork(origin)
  const context = await browser.newContext({
    viewport: SCREENS[screen], locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: network.origin,
    deviceScaleFactor: screen === 'phone' ? 2 : 1, isMobile: screen === 'phone', hasTouch: screen === 'phone', reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(WITHIN_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  const asked = countRequests(page)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text())
  })

  const sees = (words: string | RegExp): Locator => page.getByText(words, { exact: true }).filter({ visible: true }).first()
  const tappable = (words: string | RegExp): Locator => {
    const all = page.locator('[role=button], button, taro-button-core, a').filter({ visible: true })
    return all.filter({ hasText: words }).or(all.and(page.getByLabel(words, { exact: true }))).last()
  }

  return {
    page, context, network, complaints, sees,
    open: async () => void (await page.goto('/')),
    async tap(words) {
      await (screen === 'phone' ? tappable(words).tap() : tappable(words).click())
    },
    async type(label, text) {
      const inside = `[aria-label="${label}"]`
      const field = page.locator(['input', 'textarea'].map((tag) => `${tag}${inside}, ${inside} ${tag}`).join(', ')).filter({ visible: true }).first()
      await field.fill(text)
    },
    atRest: () => settled(page, asked),
    shot: (name, caption) => shot(page, () => settled(page, asked), SCREENS[screen].width, name, caption),
    async forget() {
      await page.goto('about:blank')
      const devtools = await context.newCDPSession(page)
      await devtools.send('Storage.clearDataForOrigin', { origin: network.origin, storageTypes: 'all' })
      await devtools.detach()
      complaints.length = 0
    },
    async leave() {
      await context.close()
      await network.close()
    },
  }
}

/**
 * Nothing is asked of the court, nothing slides or fades, Taro says of the page on top that it has arrived, and what is drawn stays as it
 * is for some frames. Waits for that and no longer.
 */
async function settled(page: Page, asked: () => number): Promise<void> {
  for (let quiet = false; !quiet; ) {
    quiet = await page.evaluate(async (least) => {
      await document.fonts.ready
      const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done))
      const ends = (animation: Animation): boolean => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime ?? 0))
      const isMoving = (): boolean => document.getAnimations().some((animation) => ends(animation) && animation.playState === 'running')
      const hasArrived = (): boolean => [...document.querySelectorAll('.taro_page')].at(-1)?.matches('.taro_page_stationed, .taro_tabbar_page') ?? true
      const drawn = (): string => `${document.body.innerText} ${document.body.scrollHeight} ${document.querySelectorAll('*').length}`
      let before = ''
      for (let alike = 0; alike < least; ) {
        await frame()
        const now = drawn()
        alike = now === before && !isMoving() && hasArrived() ? alike + 1 : 0
        before = now
      }
      return true
    }, FRAMES_AT_REST)
    if (asked() > 0) {
      quiet = false
      await page.waitForTimeout(LOOKS_AGAIN_MS)
    }
  }
}

/** How many requests of a page wait for the court. One whose answer a test has swallowed is waited for only so long. */
function countRequests(page: Page): () => number {
  const underWay = new Map<Request, number>()
  const ended = (request: Request): void => void underWay.delete(request)
  page.on('request', (request) => void underWay.set(request, performance.now()))
  page.on('requestfinished', ended)
  page.on('requestfailed', ended)
  return () => [...underWay.values()].filter((since) => performance.now() - since < ANSWERS_WITHIN_MS).length
}

/** Writes a PNG of at most 200 KB into SCREENS_DIR, and its caption into the list that the gallery is made of. */
async function shot(page: Page, atRest: () => Promise<void>, width: number, title: string, caption: string): Promise<void> {
  const folder = process.env.SCREENS_DIR
  if (!folder) return
  const name = `${title}-${width}`
  mkdirSync(folder, { recursive: true })
  await atRest()
  // One pixel for one of CSS: the gallery is looked at and cloned more often than it is printed.
  const picture = await page.screenshot({ scale: 'css', animations: 'disabled' })
  if (picture.length > PNG_MOST_BYTES) throw new Error(`${name}.png is ${picture.length} bytes`)
  writeFileSync(path.join(folder, `${name}.png`), picture)
  appendFileSync(path.join(folder, '.captions.jsonl'), `${JSON.stringify({ name, caption, width })}\n`)
}

const FAILURES = path.resolve(__dirname, '../../../.cache/journeys')

/**
 * A journey is a row of tests that stand on one another: after one has failed the rest fail at once, unless they are `apart`. What
 * everybody saw at that moment is kept in .cache/journeys.
 */
export function journey(name: string, visitors: () => (Visitor | undefined)[], { apart = false } = {}) {
  let failedAt: string | undefined
  return (title: string, act: () => Promise<void>): void =>
    test(title, async () => {
      if (failedAt !== undefined && !apart) throw new Error(`not reached: "${failedAt}" failed`)
      try {
        await act()
      } catch (error) {
        failedAt = title
        await keepWhatWasSeen(name, visitors())
        throw error
      }
    })
}

async function keepWhatWasSeen(name: string, visitors: (Visitor | undefined)[]): Promise<void> {
  mkdirSync(FAILURES, { recursive: true })
  for (const [i, visitor] of visitors.entries()) {
    // The page may be what broke: then there is nothing to keep.
    await visitor?.page.screenshot({ path: path.join(FAILURES, `${name}-${i}.png`) }).catch(() => undefined)
  }
}
