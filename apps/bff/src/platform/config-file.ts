import { readFileSync } from 'node:fs'
import { isMap, isNode, isPair, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'

/** A configuration file does not say what it must: every failure, with the file's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(file: string, readonly failures: readonly string[]) {
    super(`${file} is not right:\n${failures.map((failure) => `  - ${failure}`).join('\n')}`)
  }
}

export type ConfigPath = readonly PropertyKey[]

/** What stands in a file, and where: for checks that look across several files. */
export interface ConfigFile<T> {
  file: string
  data: T
  /** `line 12, nodes.3.limit: <message>`. */
  fault(path: ConfigPath, message: string): string
}

/** A YAML file, checked against its schema. Throws ConfigError listing every failure with its line and field. */
export function readConfigFile<T>(file: string, schema: z.ZodType<T>): ConfigFile<T> {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines })
  if (document.errors.length > 0) throw new ConfigError(file, document.errors.map(({ message }) => message))
  const fault = (path: ConfigPath, message: string): string => {
    const offset = offsetAt(document.contents, path)
    const line = offset === undefined ? '' : `line ${lines.linePos(offset).line}, `
    return `${line}${path.map(String).join('.') || '(file)'}: ${message}`
  }
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) throw new ConfigError(file, parsed.error.issues.map(({ path, message }) => fault(path, message)))
  return { file, data: parsed.data, fault }
}

/** A YAML file, checked against its schema. Throws ConfigError listing every failure with its line and field. */
export const readConfig = <T>(file: string, schema: z.ZodType<T>): T => readConfigFile(file, schema).data

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(file, [error instanceof Error ? error.message : String(error)])
  }
}

/** Where the field stands that a path names; of a field that is missing, where what it is missing from stands. */
function offsetAt(contents: Node | null, path: ConfigPath): number | undefined {
  let node: unknown = contents
  let offset = contents?.range?.[0]
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isNode(item.key) && String(item.key) === String(step))
      if (!isPair(pair)) return offset
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      if (!isNode(node)) return offset
      offset = node.range?.[0] ?? offset
    } else return offset
  }
  return offset
}
