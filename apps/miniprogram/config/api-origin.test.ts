import { apiOrigin } from './api-origin'

describe('the API origin that is built in', () => {
  test.each(['https://zhixin.example.cn', 'https://a.b-c.court.gov.cn:8443'])('%s may go into production', (origin) => {
    expect(apiOrigin({ NODE_ENV: 'production', ZHIXIN_API_ORIGIN: origin })).toBe(origin)
  })

  test.each([
    undefined, '', 'http://zhixin.example.cn', 'https://10.0.0.1', 'https://localhost', 'https://zhixin.example.cn/', 'https://zhixin.example.cn/api',
    'https://user@zhixin.example.cn', 'https://zhixin.example.cn\nhttps://other.example.cn',
  ])('%p may not', (origin) => {
    expect(() => apiOrigin({ NODE_ENV: 'production', ZHIXIN_API_ORIGIN: origin })).toThrow('ZHIXIN_API_ORIGIN')
  })

  test('a trial on this machine may be plain http, when that is said', () => {
    expect(apiOrigin({ NODE_ENV: 'production', ZHIXIN_ALLOW_HTTP: '1' })).toBe('http://127.0.0.1:8080')
    expect(apiOrigin({ NODE_ENV: 'development' })).toBe('http://127.0.0.1:8080')
  })

  test('plain http does not let anything else through', () => {
    expect(() => apiOrigin({ NODE_ENV: 'production', ZHIXIN_ALLOW_HTTP: '1', ZHIXIN_API_ORIGIN: 'ftp://zhixin.example.cn' })).toThrow('ZHIXIN_API_ORIGIN')
  })
})
