import type { Value } from '../bson/value'

export interface Path {
  name: string
  parts: Buffer[]
}

export function parsePath(name: string): Path {
  return { name, parts: name.split('.').map((part) => Buffer.from(part)) }
}

export const isIndex = (part: Buffer | string): boolean => /^(0|[1-9]\d*)$/.test(part.toString())

type Leaf = (value: Value | undefined) => boolean

/**
 * Whether any value that the path reaches satisfies `leaf`, by MongoDB's rules: an array on the way stands for each of its
 * documents and, under a number, for that element; with `spread`, an array at the end stands for its elements and itself.
 * A missing field is `undefined`; an array on the way that holds no documents reaches nothing at all.
 */
export function someAt(value: Value | undefined, path: Path, leaf: Leaf, spread: boolean, depth = 0): boolean {
  if (depth === path.parts.length) {
    return leaf(value) || (spread && value !== undefined && value.isArray && value.items().some(leaf))
  }
  const part = path.parts[depth]!
  if (value?.isDocument) return someAt(value.get(part), path, leaf, spread, depth + 1)
  if (!value?.isArray) return leaf(undefined)
  if (isIndex(part)) {
    const element = value.get(part)
    if (element && someAt(element, path, leaf, spread, depth + 1)) return true
  }
  return value.items().some((item) => item.isDocument && someAt(item, path, leaf, spread, depth))
}
