import { createLogger } from './logger'

test('no secret and no person’s number stands in the diagnostics', () => {
  const lines: string[] = []
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) })
  logger.info({ phone: '13800000001', request: { authorization: 'Bearer x', body: { text: '隐私' } }, refreshToken: 'r' }, 'x')
  logger.error({ err: new Error('no person 110101199001011237 at 13800000001') }, 'failed for 11010119900101123X')
  expect(() => lines.map((line) => JSON.parse(line))).not.toThrow()
  expect(lines.join()).not.toMatch(/13800000001|Bearer|隐私|"r"|11010119900101/)
  expect(lines[0]).toContain('[removed]')
})
