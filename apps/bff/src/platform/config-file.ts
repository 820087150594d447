import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { z } from 'zod'

/** A configuration file does not say what it must: every failure, with the file's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(file: string, readonly failures: readonly string[]) {
    super(`${file} is not right:\n${failures.map((failure) => `  - ${failure}`).join('\n')}`)
  }
}

/** A YAML file, checked against its schema. Throws ConfigError listing every failure. */
export function readConfig<T>(file: string, schema: z.ZodType<T>): T {
  let content: unknown
  try {
    content = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new ConfigError(file, [error instanceof Error ? error.message : String(error)])
  }
  const parsed = schema.safeParse(content)
  if (!parsed.success) throw new ConfigError(file, parsed.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`))
  return parsed.data
}
