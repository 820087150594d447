import vm from 'node:vm'

/** A node of the drawn view. Text nodes have `text` and no tag. */
export interface ViewNode {
  tag?: string
  text?: string
  attributes: Record<string, unknown>
  children: ViewNode[]
  parent: ViewNode | null
}

interface RawNode {
  tag: string
  attr?: Record<string, unknown>
  children: (RawNode | string | number)[]
}
type Draw = (data: unknown, globals: object, extra: object) => RawNode

/** The view side of a page: wcc's output in a realm of its own, fed with JSON alone, as in WeChat. */
export class View {
  private readonly template: (file: string) => Draw
  /** wcc's output asks `constructor === Object`, so data must be made inside its realm. */
  readonly parse: (json: string) => Record<string, unknown>
  readonly complaints: string[] = []

  constructor(compiled: string) {
    const hear = (...words: unknown[]) => {
      const line = words.join(' ')
      if (/WXMLRT|not found/.test(line)) this.complaints.push(line)
    }
    const context = vm.createContext({ console: { log: hear, warn: hear, error: hear, info: hear, group() {}, groupEnd() {} } })
    vm.runInContext('var window = this; window.__webview_engine_version__ = 0.02', context)
    this.template = vm.runInContext(`(function () { ${compiled} })()`, context, { filename: 'wcc-output.js' }) as (file: string) => Draw
    this.parse = vm.runInContext('JSON.parse', context) as (json: string) => Record<string, unknown>
  }

  draw(page: string, data: unknown): ViewNode {
    const [root] = this.convert(this.template(`${page}.wxml`)(data, {}, {}), null)
    return root!
  }

  private convert(raw: RawNode | string | number, parent: ViewNode | null): ViewNode[] {
    if (typeof raw !== 'object') return [{ text: String(raw), attributes: {}, children: [], parent }]
    if (raw.tag === 'virtual') return raw.children.flatMap((child) => this.convert(child, parent))
    if (raw.tag === 'wx-comp') {
      // Taro's own component, which stands in under deep nesting.
      const inner = this.template('comp.wxml')({ i: raw.attr?.i, l: raw.attr?.l }, {}, {})
      return inner.children.flatMap((child) => this.convert(child, parent))
    }
    const node: ViewNode = { tag: raw.tag.replace(/^wx-/, ''), attributes: raw.attr ?? {}, children: [], parent }
    node.children = raw.children.flatMap((child) => this.convert(child, node))
    return [node]
  }
}

export function* walk(node: ViewNode): Generator<ViewNode> {
  yield node
  for (const child of node.children) yield* walk(child)
}

export const textOf = (node: ViewNode): string => node.text ?? node.children.map(textOf).join('')

/** By class (`.name`) or by tag. */
export function allOf(root: ViewNode, selector: string): ViewNode[] {
  const matches = selector.startsWith('.')
    ? (node: ViewNode) => String(node.attributes.class ?? '').split(/\s+/).includes(selector.slice(1))
    : (node: ViewNode) => node.tag === selector
  return [...walk(root)].filter(matches)
}

const SHOWN = ['class', 'value', 'placeholder', 'src', 'disabled']

/** The view as indented text, for a test's failure message. */
export function outline(node: ViewNode, indent = ''): string {
  if (node.text !== undefined) return `${indent}${node.text}\n`
  const attributes = SHOWN.filter((key) => node.attributes[key]).map((key) => ` ${key}="${String(node.attributes[key])}"`)
  return `${indent}<${node.tag}${attributes.join('')}>\n${node.children.map((child) => outline(child, `${indent}  `)).join('')}`
}
