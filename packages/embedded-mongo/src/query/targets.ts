import type { Value } from '../bson/value'
import { asValue, documentFrom, type Node, open } from '../bson/write'
import { badValue, MongoError } from '../errors'
import type { Filter } from './matcher'
import { isIndex } from './path'

type Container = Map<string, Node> | Node[]
/** One place in a document that an operator works on. */
export class Target {
  constructor(
    readonly parent: Container | undefined,
    readonly key: string,
    readonly path: string,
  ) {}

  get(): Node {
    if (this.parent === undefined) return undefined
    return this.parent instanceof Map ? this.parent.get(this.key) : this.parent[Number(this.key)]
  }

  set(node: Node): void {
    if (this.parent === undefined) return
    if (this.parent instanceof Map) this.parent.set(this.key, node)
    else {
      const at = Number(this.key)
      if (at > this.parent.length + 1_500_000) throw badValue(`cannot write past the end of the array '${this.path}'`)
      while (this.parent.length < at) this.parent.push(null)
      this.parent[at] = node
    }
  }

  value(): Value | undefined {
    const node = this.get()
    return node === undefined ? undefined : asValue(node)
  }

  /** The array there, opened; undefined where nothing is. @throws when something else is there. */
  array(op: string): Node[] | undefined {
    const node = open(this.get())
    if (node === undefined) return undefined
    if (!Array.isArray(node)) throw badValue(`The field '${this.path}' must be an array but is of another type, so ${op} cannot be applied`)
    this.set(node)
    return node
  }
}

/** What decides which elements `$` and `$[x]` in a path mean. */
export interface Surroundings {
  doc: Value
  filter: Filter
  filters: Map<string, Filter>
}

/** The places a path means. With `creates`, documents missing on the way are made. */
export function targets(root: Map<string, Node>, path: string[], creates: boolean, around: Surroundings): Target[] {
  const name = path.join('.')
  const walk = (container: Container, depth: number, done: string[]): Target[] => {
    const part = path[depth]!
    return keysFor(container, part, done, around, name).flatMap((key): Target[] => {
      if (Array.isArray(container) && !isIndex(key)) {
        if (!creates) return []
        throw new MongoError(28, 'PathNotViable', `Cannot create field '${key}' in element {${done.join('.')}: an array}`)
      }
      const target = new Target(container, key, [...done, key].join('.'))
      if (depth === path.length - 1) return [target]
      let below = open(target.get())
      if (below === undefined) {
        if (!creates) return []
        if (path.slice(depth + 1).some((each) => each.startsWith('$'))) {
          throw badValue(`The path '${target.path}' must exist in the document in order to apply array updates.`)
        }
        below = new Map()
      }
      if (!(below instanceof Map) && !Array.isArray(below)) {
        if (!creates) return []
        throw new MongoError(28, 'PathNotViable', `Cannot create field '${path[depth + 1]}' in element {${target.path}: not a document}`)
      }
      target.set(below)
      return walk(below, depth + 1, [...done, key])
    })
  }
  return walk(root, 0, [])
}

function keysFor(container: Container, part: string, done: string[], around: Surroundings, name: string): string[] {
  if (part === '$') return [positionOf(done.join('.'), around)]
  const identifier = /^\$\[(\w*)\]$/.exec(part)
  if (!identifier) return [part]
  if (!Array.isArray(container)) throw badValue(`Cannot apply array updates to non-array element at '${done.join('.')}' of '${name}'`)
  const filter = around.filters.get(identifier[1]!)
  return container.flatMap((item, i) => {
    if (filter && !filter.test(documentFrom({ [identifier[1]!]: item }))) return []
    return [String(i)]
  })
}

/** Which element made the query match: the first with which, alone in its array, the document still matches. */
function positionOf(path: string, { doc, filter }: Surroundings): string {
  const items = path.split('.').reduce<Value | undefined>((at, part) => at?.get(part), doc)
  if (items?.isArray) {
    for (const [i, item] of items.items().entries()) {
      const root = open(doc) as Map<string, Node>
      targets(root, path.split('.'), false, { doc, filter, filters: new Map() })[0]!.set([item])
      if (filter.test(documentFrom(root))) return String(i)
    }
  }
  throw badValue('The positional operator did not find the match needed from the query.')
}
