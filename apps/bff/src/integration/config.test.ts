import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { IntegrationConfigSchema } from '@zhixin/shared/rules'
import { readIntegrationKeys } from '../connectors/file-integration-keys'
import { loadCourtConfig } from '../court-config'
import { readConfig } from '../platform/config-file'
import { CONFIG_DIR } from '../test-support/court'
import { createKeys } from './keys'

describe('what keeps the server from starting', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'integration-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const file = path.join(root, 'file')
  const { integration } = loadCourtConfig(CONFIG_DIR)

  it.each([
    ['a system twice', { systems: [...integration.systems, ...integration.systems] }, /court-system stands twice/],
    ['nobody to put drops out for', { drops: { ...integration.drops, to: 'nobody' } }, /no system nobody/],
    ['something that no system can send', { systems: [{ id: 'x1', label: '外院', may: ['salaries'] }] }, /systems\.0\.may\.0/],
    ['a request that is good for ever', { signature: { ...integration.signature, fresh_minutes: 100_000 } }, /signature\.fresh_minutes/],
  ])('is a configuration with %s', (_, changed, message) => {
    writeFileSync(file, JSON.stringify({ ...integration, ...changed }))
    expect(() => readConfig(file, IntegrationConfigSchema)).toThrow(message)
  })

  const key = { id: 'k1', system: 'court-system', algorithm: 'hmac-sm3', secret: '0'.repeat(64) }
  const write = (content: unknown): void => {
    writeFileSync(file, JSON.stringify(content))
    chmodSync(file, 0o600)
  }
  it('is a file of keys that others may read, with a short secret, or two keys of one id; its secrets are told to nobody', () => {
    write({ keys: [key] })
    chmodSync(file, 0o640)
    expect(() => readIntegrationKeys(file)).toThrow('others may read it')
    write({ keys: [{ ...key, secret: 'abcdef' }] })
    expect(() => readIntegrationKeys(file)).toThrow(/keys\.0\.secret/)
    expect(() => readIntegrationKeys(file)).not.toThrow(/abcdef/)
    write({ keys: [key, key] })
    expect(() => readIntegrationKeys(file)).toThrow('two keys have one id')
  })

  it('is a key of a system that the configuration does not name', () => {
    write({ keys: [{ ...key, system: 'elsewhere' }] })
    const parts = { keys: readIntegrationKeys(file), config: integration, db: { collection: () => ({}) } as never, clock: { now: () => new Date(0) } }
    expect(() => createKeys(parts)).toThrow('no system elsewhere')
  })

  it('is no missing file of keys: nobody may send anything then, and a first run makes one key that its owner alone may read', () => {
    const made = path.join(root, 'made', 'keys.json')
    expect(readIntegrationKeys(made)).toEqual([])
    const [first] = readIntegrationKeys(made, { create: 'court-system' })
    expect([first!.system, first!.secret.length, statSync(made).mode & 0o777]).toEqual(['court-system', 32, 0o600])
    expect(readIntegrationKeys(made, { create: 'court-system' })).toEqual([first])
  })
})
