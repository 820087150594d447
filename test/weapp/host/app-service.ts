import { readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { Timers } from './timers'

export type Definition = Record<string, unknown>

/**
 * The script side of a mini-program: the built files in a realm without window, document, process or eval. Timers and the
 * console come from outside; modules are loaded by WeChat's `require` of relative paths.
 */
export class AppService {
  app?: Definition
  readonly pages = new Map<string, Definition>()
  readonly faults: unknown[][] = []
  private readonly timers = new Timers()
  private readonly modules = new Map<string, { exports: unknown }>()
  private readonly context: vm.Context
  private loading = ''

  constructor(
    private readonly dist: string,
    wx: object,
    currentPages: () => unknown[],
  ) {
    const quiet = () => {}
    const console = { log: quiet, info: quiet, debug: quiet, warn: quiet, error: (...words: unknown[]) => void this.faults.push(words) }
    this.context = vm.createContext(
      {
        wx, console,
        setTimeout: this.timers.setTimeout, clearTimeout: this.timers.clearTimeout,
        setInterval: this.timers.setInterval, clearInterval: this.timers.clearInterval,
        App: (definition: Definition) => void (this.app = definition),
        Page: (definition: Definition) => void this.pages.set(this.loading, definition),
        Component: () => {},
        Behavior: (definition: Definition) => definition,
        getApp: () => this.app,
        getCurrentPages: currentPages,
      },
      // WeChat forbids eval and new Function.
      { codeGeneration: { strings: false, wasm: false } },
    )
    vm.runInContext('var global = this', this.context)
  }

  dispose(): void {
    this.timers.dispose()
  }

  loadPage(page: string): Definition {
    if (!this.pages.has(page)) {
      this.loading = page
      this.require(`${page}.js`)
    }
    const definition = this.pages.get(page)
    if (!definition) throw new Error(`${page} did not call Page()`)
    return definition
  }

  require(file: string): unknown {
    const name = path.extname(file) === '.js' ? file : `${file}.js`
    const known = this.modules.get(name)
    if (known) return known.exports
    const module = { exports: {} as unknown }
    this.modules.set(name, module)
    const source = readFileSync(path.join(this.dist, name), 'utf8')
    const wrapped = vm.runInContext(`(function (require, module, exports) {${source}\n})`, this.context, { filename: name }) as (
      require: (relative: string) => unknown, module: object, exports: unknown,
    ) => void
    wrapped((relative) => this.require(path.posix.join(path.posix.dirname(name), relative)), module, module.exports)
    return module.exports
  }
}
