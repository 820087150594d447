import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NoticesConfigSchema } from '@zhixin/shared/rules'
import { parse } from 'yaml'
import { loadCourtConfig } from '../../court-config'

const CONFIG_DIR = path.resolve(__dirname, '../../../../../config')
const file = (): Record<string, never> => parse(readFileSync(path.join(CONFIG_DIR, 'court/notices.yaml'), 'utf8')) as Record<string, never>
/** What is said of the file with one thing changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a file that is wrong on purpose
function said(change: (config: Record<string, any>) => void): string[] {
  const config = file()
  change(config)
  return NoticesConfigSchema.safeParse(config).error?.issues.map(({ path: place }) => place.join('.')) ?? []
}

describe('config/court/notices.yaml', () => {
  it('is right as it is delivered, and names the minimum nodes as the catalogue does', () => {
    const { notices, catalogue } = loadCourtConfig(CONFIG_DIR)
    const minimum = [...catalogue.nodes.values()].filter((node) => node.minimum).map(({ id }) => id)
    expect([...notices.minimum_nodes.nodes].sort()).toEqual(minimum.sort())
  })
  it('keeps the server from starting where it names what there is not, or mixes what WeChat does not', () => {
    expect(said((config) => { config.types['node.told'].wechat = 'none' })).toEqual(['types.node.told.wechat'])
    expect(said((config) => { config.types['node.told'].sms = 'none' })).toEqual(['types.node.told.sms'])
    expect(said((config) => { config.types['no.such_entry'] = { label: '什么' } })).not.toEqual([])
    expect(said((config) => { config.wechat_templates.task.kind = 'long_term' })).toEqual(['asks.after_sending', 'asks.settings'])
    expect(said((config) => { config.wechat_templates.progress.fields = { thing1: 'identity_number' } })).toEqual(['wechat_templates.progress.fields.thing1'])
    expect(said((config) => { config.quiet_hours.to = config.quiet_hours.from })).toEqual(['quiet_hours'])
    expect(said((config) => { delete config.calls.cite })).toEqual(['calls.cite'])
  })
})
