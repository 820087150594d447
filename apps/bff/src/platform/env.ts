import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { missingOutside, OUTSIDE_ADDRESSES, OUTSIDE_SECRETS, OUTSIDE_SETTINGS, type OutsideEnv, presentOutside } from './env-outside'

/** What is wrong with the environment: every failure, not only the first. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
  constructor(readonly failures: readonly string[]) {
    super(`The environment is not right:\n${failures.map((failure) => `  - ${failure}`).join('\n')}`)
  }
}

type Source = Readonly<Record<string, string | undefined>>

/** Each of these may stand in a file instead: `WECHAT_SECRET_FILE=/run/secrets/wechat`. */
const SECRETS = ['MONGODB_URI', 'COURT_FILE_SECRET', 'METRICS_TOKEN', ...OUTSIDE_SECRETS] as const

const REPOSITORY = path.resolve(__dirname, '../../../..')
const Flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')
const Text = z.string().min(1)

const EnvSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** Where the server listens. */
  HOST: Text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** What is kept on this machine: the embedded store, the master key of a first run. */
  DATA_DIR: Text.default(path.join(REPOSITORY, '.data')),
  CONFIG_DIR: Text.default(path.join(REPOSITORY, 'config')),
  /** The built H5 app to serve, if any. */
  H5_DIR: Text.optional(),
  /** Where phones reach the product, as it is printed in QR codes: `https://host`. Unset: this machine. */
  PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin).optional(),
  /** A replica set. Unset: the embedded store, for a first run, tests and a pilot on one machine. */
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://').optional(),
  MASTER_KEY_FILE: Text.optional(),
  /** The master key of the inspectors of discipline, kept by them. Unset outside production: beside the other. */
  DISCIPLINE_KEY_FILE: Text.optional(),
  /** Keys of other systems that send us something. Unset in production: nobody may. */
  INTEGRATION_KEYS_FILE: Text.optional(),
  /** Where files are exchanged with the court's own system, in its folders in and out. Unset: only over HTTP. */
  DROPS_DIR: Text.optional(),
  /** Doubles instead of outside services, invented people, sign-in by a click. Says so on every page. */
  DEMO: Flag.default(false),
  /** How many reverse proxies stand in front and set X-Forwarded-For. 0: the header is not believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Lets a scraper that is not on this machine read /metrics. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** The court's electronic file. All three or none: then what is to be filed waits, or goes by the folders. */
  COURT_FILE_URL: z.url().optional(),
  COURT_FILE_KEY_ID: Text.optional(),
  COURT_FILE_SECRET: z.string().min(16).optional(),
  ...OUTSIDE_SETTINGS,
})
type Raw = z.infer<typeof EnvSchema>

export interface Env extends OutsideEnv {
  production: boolean
  host: string
  port: number
  dataDir: string
  configDir: string
  h5Dir?: string
  /** No slash at the end. */
  publicOrigin: string
  mongodbUri?: string
  masterKeyFiles: { court: string; inspectors: string }
  integrationKeysFile?: string
  dropsDir?: string
  demo: boolean
  /** Number of proxies whose X-Forwarded-For is believed. */
  trustProxy: number
  logLevel: Raw['LOG_LEVEL']
  metricsToken?: string
  /** Absent where this court has none that takes HTTP. */
  courtFile?: { url: string; keyId: string; secret: string }
}

/** The environment, checked once. Throws EnvError with all that is wrong. Does not check that anything can be reached. */
export function loadEnv(source: Source = process.env): Env {
  const failures: string[] = []
  const parsed = EnvSchema.safeParse(withSecretFiles(withoutBlanks(source), failures))
  if (!parsed.success) throw new EnvError([...failures, ...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)])
  failures.push(...conflicts(parsed.data))
  if (failures.length > 0) throw new EnvError(failures)
  return present(parsed.data)
}

const withoutBlanks = (source: Source): Record<string, string> =>
  Object.fromEntries(Object.entries(source).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1].trim() !== ''))

function withSecretFiles(source: Record<string, string>, failures: string[]): Record<string, string> {
  const resolved = { ...source }
  for (const name of SECRETS) {
    const file = source[`${name}_FILE`]
    if (file === undefined) continue
    if (source[name] !== undefined) failures.push(`${name}: set either ${name} or ${name}_FILE, not both`)
    try {
      resolved[name] = readFileSync(file, 'utf8').trim()
    } catch (error) {
      failures.push(`${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
    }
  }
  return resolved
}

function conflicts(raw: Raw): string[] {
  const failures = missingOutside(raw, { demo: raw.DEMO, production: raw.NODE_ENV === 'production' })
  const file = ['COURT_FILE_URL', 'COURT_FILE_KEY_ID', 'COURT_FILE_SECRET'] as const
  if (file.some((name) => raw[name] !== undefined)) failures.push(...file.filter((name) => raw[name] === undefined).map((name) => `${name}: required with the other two`))
  if (raw.NODE_ENV !== 'production') return failures
  if (raw.DEMO) failures.push('DEMO: production does not start with doubles of outside services')
  for (const name of ['MONGODB_URI', 'MASTER_KEY_FILE', 'DISCIPLINE_KEY_FILE', 'PUBLIC_ORIGIN'] as const) {
    if (raw[name] === undefined) failures.push(`${name}: required in production`)
  }
  for (const name of [...OUTSIDE_ADDRESSES, 'COURT_FILE_URL', 'PUBLIC_ORIGIN'] as const) {
    if (raw[name]?.startsWith('http:')) failures.push(`${name}: must be https in production`)
  }
  return failures
}

function present(raw: Raw): Env {
  const masterKeyFile = path.resolve(raw.MASTER_KEY_FILE ?? path.join(raw.DATA_DIR, 'master-key.json'))
  return {
    production: raw.NODE_ENV === 'production',
    host: raw.HOST,
    port: raw.PORT,
    dataDir: path.resolve(raw.DATA_DIR),
    configDir: path.resolve(raw.CONFIG_DIR),
    masterKeyFiles: { court: masterKeyFile, inspectors: path.resolve(raw.DISCIPLINE_KEY_FILE ?? path.join(path.dirname(masterKeyFile), 'discipline-key.json')) },
    demo: raw.DEMO,
    trustProxy: raw.TRUST_PROXY,
    logLevel: raw.LOG_LEVEL,
    publicOrigin: raw.PUBLIC_ORIGIN ?? `http://${raw.HOST}:${raw.PORT}`,
    ...((raw.INTEGRATION_KEYS_FILE || raw.NODE_ENV !== 'production') && {
      integrationKeysFile: path.resolve(raw.INTEGRATION_KEYS_FILE ?? path.join(raw.DATA_DIR, 'integration-keys.json')),
    }),
    ...(raw.DROPS_DIR && { dropsDir: path.resolve(raw.DROPS_DIR) }),
    ...(raw.H5_DIR && { h5Dir: path.resolve(raw.H5_DIR) }),
    ...(raw.MONGODB_URI && { mongodbUri: raw.MONGODB_URI }),
    ...(raw.METRICS_TOKEN && { metricsToken: raw.METRICS_TOKEN }),
    ...(!raw.DEMO && raw.COURT_FILE_URL && raw.COURT_FILE_KEY_ID && raw.COURT_FILE_SECRET && {
      courtFile: { url: raw.COURT_FILE_URL, keyId: raw.COURT_FILE_KEY_ID, secret: raw.COURT_FILE_SECRET },
    }),
    ...(!raw.DEMO && presentOutside(raw)),
  }
}
