import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
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
/** Taro's page transition, and some. */
const SLIDES_IN_MS = 600
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
    atRest: () => settled(page),
    shot: (name, caption) => shot(page, SCREENS[screen].width, name, caption),
    async leave() {
      await context.close()
      await network.close()
    },
  }
}

async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(SLIDES_IN_MS)
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })
}

/** Writes a PNG of at most 200 KB into SCREENS_DIR, and its caption into the list that the gallery is made of. */
async function shot(page: Page, width: number, title: string, caption: string): Promise<void> {
  const folder = process.env.SCREENS_DIR
  if (!folder) return
  const name = `${title}-${width}`
  mkdirSync(folder, { recursive: true })
  await settled(page)
  let picture = await page.screenshot({ scale: 'device', animations: 'disabled' })
  if (picture.length > PNG_MOST_BYTES) picture = await page.screenshot({ scale: 'css', animations: 'disabled' })
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
