import { readFileSync } from 'node:fs'
import path from 'node:path'
import { COLUMNS } from '../import-table'
import { sealDrop } from './drops/envelope'
import { signatureOf, textToSign } from './signature'

/** What docs/integration.md tells whoever writes the other side is what the code does. */
describe('the integration guide', () => {
  const guide = readFileSync(path.resolve(__dirname, '../../../../docs/integration.md'), 'utf8')
  const given = (what: string): string => new RegExp(`^\\| ${what} \\| (?:\`POST\` )?\`(.*)\` \\|$`, 'm').exec(guide)![1]!

  it.each(['hmac-sm3', 'hmac-sha256'] as const)('has the right signature in its example (%s)', (algorithm) => {
    const secret = Buffer.from(given('secret'), 'hex')
    const body = Buffer.from(given('body'))
    const request = { method: 'POST', path: given('method and path'), timestamp: given('timestamp'), nonce: given('nonce'), body }
    expect(textToSign(request, algorithm).split('\n').at(-1)).toBe(given(algorithm === 'hmac-sm3' ? 'SM3 of the body' : 'SHA-256 of the body'))
    expect(signatureOf(request, { algorithm, secret })).toBe(given(`\`${algorithm}\``))
    if (algorithm === 'hmac-sha256') return
    const { timestamp, nonce } = request
    const drop = sealDrop({ timestamp, nonce, kind: 'nodes', body: body.toString() }, { id: 'k1', system: 'court-system', algorithm, secret })
    expect(drop.signature).toBe(given('the same body as a drop, `hmac-sm3`'))
  })

  it('names every column of every table, in order, and which of them are needed', () => {
    for (const [kind, columns] of Object.entries(COLUMNS)) {
      const row = new RegExp(`^\\| ${kind}(?: \\(.*?\\))? \\| (.*) \\|$`, 'm').exec(guide)![1]!
      expect([kind, row.split(' ')]).toEqual([kind, columns.map(({ heading, needed }) => (needed ? `**${heading}**` : heading))])
    }
  })
})
