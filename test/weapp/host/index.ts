import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { AppService, type Definition } from './app-service'
import { compileView } from './compiler'
import { Network } from './network'
import { allOf, outline, textOf, View, type ViewNode, walk } from './view'
import { createWx, type PhoneEvents } from './wx'

/** The origin a trial build has compiled in. */
const BUILT_ORIGIN = /^(http|ws):\/\/127\.0\.0\.1:8080/
const PATIENCE_MS = 10_000
const MOST_PAGES = 10
const SETDATA_LIMIT = 1024 * 1024
const BUBBLING = /^(tap|longpress|longtap|touch.*)$/

type Listener = (event: object) => void

interface OpenPage {
  path: string
  instance: Definition
  /** The view's copy of the data, in the view's realm. */
  data: Record<string, unknown>
}

export interface HostOptions {
  dist: string
  /** `http://127.0.0.1:<port>` of the server under test. */
  origin?: string
  /** Calls of `wx` that a test answers itself: login, chooseMedia, getRecorderManager … */
  wx?: object
}

/** A phone thin enough for a test: it runs a built weapp, shows what it draws and takes taps and typing. */
export class WeappHost {
  readonly storage = new Map<string, string>()
  readonly files = new Map<string, Buffer>()
  readonly calls: [string, ...unknown[]][] = []
  readonly faults: unknown[][]
  readonly network: Network
  private readonly listeners = { show: new Set<Listener>(), hide: new Set<Listener>(), network: new Set<Listener>() }
  private readonly events: PhoneEvents = {
    on: (name, listener) => void this.listeners[name].add(listener),
    off: (name, listener) => void this.listeners[name].delete(listener),
  }
  private readonly stack: OpenPage[] = []
  private readonly service: AppService
  private readonly view: View
  private readonly pages: string[]

  constructor({ dist, origin, wx = {} }: HostOptions) {
    if (!existsSync(path.join(dist, 'app.json'))) throw new Error(`no weapp in ${dist}: run node packages/tasks/build.mjs weapp`)
    this.pages = pagesOf(dist)
    const compiled = compileView(dist)
    if (compiled.errors.length > 0) throw new Error(compiled.errors.join('\n'))
    this.view = new View(compiled.view)
    this.network = new Network((url) => (origin ? url.replace(BUILT_ORIGIN, (_, scheme: string) => origin.replace(/^http/, scheme)) : url), this.files)
    const navigation = {
      open: (url: string) => void this.open(url),
      closeTop: () => this.close(),
      closeAll: () => this.closeAll(),
      back: (pages: number) => this.back(pages),
      first: () => this.pages[0]!,
    }
    const { network, files, storage, events, calls } = this
    const phone = { network, files, storage, navigation, events, calls, own: wx }
    this.service = new AppService(dist, createWx(phone), () => this.stack.map((page) => page.instance))
    this.faults = this.service.faults
  }

  /** Starts the app as WeChat does. All pages are loaded at once, so that a page that cannot load shows. */
  launch(url = this.pages[0]!): void {
    this.service.require('app.js')
    if (!this.service.app) throw new Error('app.js did not call App()')
    this.pages.forEach((page) => this.service.loadPage(page))
    const options = { path: url.split('?')[0], query: {}, scene: 1001 }
    this.callApp('onLaunch', options)
    this.callApp('onShow', options)
    this.open(url)
  }

  open(url: string): void {
    const [address = '', query = ''] = url.split('?')
    const place = address.replace(/^\//, '')
    if (!this.pages.includes(place)) throw new Error(`page "${place}" is not in app.json`)
    if (this.stack.length >= MOST_PAGES) throw new Error('more than ten pages')
    if (this.stack.length > 0) this.call(this.top, 'onHide')
    const definition = this.service.loadPage(place)
    const json = JSON.stringify(definition.data ?? {})
    const page: OpenPage = { path: place, instance: Object.create(definition) as Definition, data: this.view.parse(json) }
    // WeChat does not decode the query.
    const options = Object.fromEntries(query.split('&').filter(Boolean).map((pair) => pair.split('=')))
    Object.assign(page.instance, {
      data: JSON.parse(json), route: place, __route__: place, options,
      setData: (change: Record<string, unknown>, then?: () => void) => this.setData(page, change, then),
      selectComponent: () => null,
    })
    this.stack.push(page)
    this.call(page, 'onLoad', options)
    this.call(page, 'onShow')
    setTimeout(() => this.call(page, 'onReady'))
  }

  back(pages = 1): void {
    for (let left = pages; left > 0 && this.stack.length > 1; left--) this.close()
    this.call(this.top, 'onShow')
  }

  get path(): string {
    return this.top.path
  }

  tree(): ViewNode {
    return this.view.draw(this.top.path, this.top.data)
  }

  text(): string {
    return textOf(this.tree())
  }

  all(selector: string): ViewNode[] {
    return allOf(this.tree(), selector)
  }

  find(selector: string): ViewNode {
    const [first] = this.all(selector)
    if (!first) throw new Error(`no ${selector} on ${this.path}:\n${outline(this.tree())}`)
    return first
  }

  /** The innermost node that shows these words. */
  withText(words: string): ViewNode {
    const found = [...walk(this.tree())].filter((node) => node.tag && textOf(node).includes(words)).pop()
    if (!found) throw new Error(`"${words}" is not on ${this.path}:\n${outline(this.tree())}`)
    return found
  }

  /** The input whose placeholder this is. */
  field(placeholder: string): ViewNode {
    const found = [...this.all('input'), ...this.all('textarea')].find((node) => node.attributes.placeholder === placeholder)
    if (!found) throw new Error(`no field "${placeholder}" on ${this.path}:\n${outline(this.tree())}`)
    return found
  }

  tap(target: ViewNode | string): void {
    this.fire(typeof target === 'string' ? this.withText(target) : target, 'tap', { x: 1, y: 1 })
  }

  type(field: ViewNode, value: string): void {
    this.fire(field, 'input', { value, cursor: value.length })
  }

  fire(target: ViewNode, type: string, detail: object = {}): void {
    const bubbles = BUBBLING.test(type)
    let heard = 0
    for (let node: ViewNode | null = target; node; node = bubbles ? node.parent : null) {
      const key = [`bind${type}`, `catch${type}`, `bind:${type}`, `catch:${type}`].find((name) => node?.attributes[name])
      if (!key) continue
      heard++
      this.call(this.top, String(node.attributes[key]), eventOf(type, target, node, detail))
      if (key.startsWith('catch')) break
    }
    if (heard === 0) throw new Error(`nothing listens to ${type} on <${target.tag} class="${String(target.attributes.class)}">`)
  }

  /** Waits until a condition holds; what it throws meanwhile counts as not yet. */
  async until(condition: () => unknown): Promise<void> {
    const started = Date.now()
    for (;;) {
      let last = ''
      try {
        if (condition()) return
      } catch (error) {
        last = String(error)
      }
      if (Date.now() - started > PATIENCE_MS) throw new Error(`waited in vain on ${this.path}\n${last || outline(this.tree())}\n${this.faults.map(String).join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  sees = (words: string): Promise<void> => this.until(() => this.text().includes(words))

  /** The app goes to the background and comes back. */
  hide(): void {
    this.call(this.top, 'onHide')
    this.callApp('onHide', {})
    this.tell('hide', {})
  }

  show(): void {
    const options = { path: this.path, query: {}, scene: 1001 }
    this.callApp('onShow', options)
    this.tell('show', options)
    this.call(this.top, 'onShow')
  }

  /** The signal goes, with everything that is under way. */
  loseSignal(): void {
    this.network.cut()
    this.tell('network', { isConnected: false, networkType: 'none' })
  }

  regainSignal(): void {
    this.network.restore()
    this.tell('network', { isConnected: true, networkType: '4g' })
  }

  /** What the view side complained of, and errors of the script side. */
  complaints(): unknown[] {
    return [...this.view.complaints, ...this.faults]
  }

  dispose(): void {
    this.closeAll()
    this.network.dispose()
    this.service.dispose()
  }

  private tell(name: keyof typeof this.listeners, event: object): void {
    this.listeners[name].forEach((listener) => listener(event))
  }

  private get top(): OpenPage {
    const page = this.stack[this.stack.length - 1]
    if (!page) throw new Error('no page is open')
    return page
  }

  private close(): void {
    const page = this.stack.pop()
    if (page) this.call(page, 'onUnload')
  }

  private closeAll(): void {
    while (this.stack.length > 0) this.close()
  }

  private call(page: OpenPage, name: string, ...args: unknown[]): void {
    const method = page.instance[name]
    if (typeof method === 'function') method.apply(page.instance, args)
  }

  private callApp(name: string, options: object): void {
    const method = this.service.app?.[name]
    if (typeof method === 'function') method.call(this.service.app, options)
  }

  private setData(page: OpenPage, change: Record<string, unknown>, then?: () => void): void {
    const json = JSON.stringify(change)
    if (json.length > SETDATA_LIMIT) this.faults.push([`setData of ${json.length} characters on ${page.path}`])
    for (const [key, value] of Object.entries(change)) put(page.instance.data as Definition, key, value, JSON.parse)
    setTimeout(() => {
      for (const [key, value] of Object.entries(this.view.parse(json))) put(page.data, key, value, this.view.parse)
      then?.call(page.instance)
    })
  }
}

function pagesOf(dist: string): string[] {
  const app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as { pages: string[]; subPackages?: { root: string; pages: string[] }[] }
  return [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => path.posix.join(root, page)))]
}

const dataOf = (node: ViewNode) =>
  Object.fromEntries(Object.entries(node.attributes).filter(([key]) => key.startsWith('data-')).map(([key, value]) => [key.slice(5), value]))
const targetOf = (node: ViewNode) => ({ id: node.attributes.id ?? '', dataset: dataOf(node), offsetLeft: 0, offsetTop: 0 })

function eventOf(type: string, target: ViewNode, current: ViewNode, detail: object): object {
  const event = { type, timeStamp: Date.now(), target: targetOf(target), currentTarget: targetOf(current), detail, touches: [], changedTouches: [], mark: {} }
  return JSON.parse(JSON.stringify(event)) as object
}

/** WeChat's paths: `root.cn.[0].v`. Missing steps are made in the realm of `parse`. */
function put(target: Record<string, unknown>, key: string, value: unknown, parse: (json: string) => unknown): void {
  const steps = key.replace(/\[(\d+)\]/g, '.$1').split('.').filter(Boolean)
  let at = target
  steps.slice(0, -1).forEach((step, i) => {
    if (at[step] === null || typeof at[step] !== 'object') at[step] = parse(/^\d+$/.test(steps[i + 1]!) ? '[]' : '{}')
    at = at[step] as Record<string, unknown>
  })
  at[steps[steps.length - 1]!] = value
}
