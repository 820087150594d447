import { fillSms, fitSmsPlace, forbiddenInSms, placesOf, saysNotMe, SMS_TEMPLATE_NAMES, SmsConfigSchema, type SmsTemplate } from '@zhixin/shared/rules'
import { testSms } from '../../test-support/identity'

const config = testSms()
const textOf = (name: SmsTemplate): string => config.templates[name].text

describe('the texts as they are shipped', () => {
  test.each(SMS_TEMPLATE_NAMES)('%s has no link and nothing of what push-rules.yaml forbids', (name) => {
    expect(textOf(name)).not.toMatch(/https?|www|:\/\/|[a-z0-9]\.[a-z]/i)
    expect(textOf(name)).not.toMatch(/身份证|账号|卡号|财产|存款|房产|车牌|举报人|投诉|当事人/)
    expect(forbiddenInSms(textOf(name))).toBeUndefined()
  })

  test('the first one tells how to look, how to write, 12368 and the line for misconduct', () => {
    expect(textOf('notice_progress_first')).toMatch(/查看进展.*留言.*\{hotline\}.*违纪违法.*\{misconduct\}/)
  })

  test('to a number that nobody has confirmed: no case, no node, no name, and a way to say that it is not me', () => {
    expect(placesOf(textOf('notice_neutral'))).toEqual(['hotline'])
    expect(textOf('notice_neutral')).not.toMatch(/案|执行|被执行|申请/)
    expect(textOf('notice_neutral')).toContain('回复字母N')
    for (const reply of ['N', 'n', ' Ｎ ', '0', '不是我。', '找错人了！']) expect(saysNotMe(config, reply)).toBe(true)
    for (const reply of ['', '好', '不是我办的', 'NO']) expect(saysNotMe(config, reply)).toBe(false)
  })

  test('the texts to staff name nothing of a case', () => {
    for (const name of ['urgent_ring', 'urgent_silent', 'urgent_addition'] as const) expect(placesOf(textOf(name))).toEqual([])
  })
})

describe('a text that is not right stops the start, and is named', () => {
  const failure = (name: SmsTemplate, text: string) =>
    SmsConfigSchema.safeParse({ ...config, templates: { ...config.templates, [name]: { text } } }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const path = 'templates.notice_progress.text'
  test.each([
    ['请点 https://court.cn/1 看{label}', `${path}: must not stand in a text message: https:`],
    ['请看 court.cn，{label}', `${path}: must not stand in a text message: court.cn`],
    ['您的财产{label}', `${path}: must not stand in a text message: 财产`],
    ['请转到账户6222021234567890128，{label}', `${path}: must not stand in a text message: a number of an identity card or a bank account`],
    ['您的案件有新进展', `${path}: {label} is missing`],
    ['您的案件{label}，{label}', `${path}: {label} stands there twice, which carriers do not take`],
    ['您的案件{label}，{phone}', `${path}: {phone} is no place of this text`],
    ['您的案件{label}，{', `${path}: a brace that is no place`],
  ])('%s', (text, said) => {
    expect(failure('notice_progress', text)).toEqual([said])
  })

  test('a text that is missing, and a number that is no carrier’s', () => {
    const { notice_neutral: _, ...others } = config.templates
    expect(SmsConfigSchema.safeParse({ ...config, templates: others }).success).toBe(false)
    for (const numbers of [{ tencent: 'SMS_1' }, { aliyun: '123' }]) {
      const changed = { ...config.templates, urgent_ring: { ...config.templates.urgent_ring, ...numbers } }
      expect(SmsConfigSchema.safeParse({ ...config, templates: changed }).success).toBe(false)
    }
  })
})

describe('what fits into a place', () => {
  test.each([
    ['label', '网络查控', 6, '网络查控'],
    ['label', '发出执行通知书和报告财产令', 6, '发出执行通…'],
    ['case_number', '（2026）虚01执1234号', 6, '…1234号'],
    ['case_number', '（2026）虚01执1234号', 40, '（2026）虚01执1234号'],
    ['hotline', '000-0000-0041', 6, undefined],
    ['day', '2026年12月10日', 6, undefined],
    ['day', '2026-03-09', 40, '2026年3月9日'],
    ['day', '2026-12-10', 6, '12月10日'],
    ['day', '2026-12-10', 5, undefined],
    ['label', '𠮷𠮷𠮷𠮷𠮷𠮷𠮷', 6, '𠮷𠮷𠮷𠮷𠮷…'],
  ])('%s %s in %i', (name, value, most, fitting) => {
    expect(fitSmsPlace(name, value, most)).toBe(fitting)
  })

  test('what is filled in is not filled again', () => {
    expect(fillSms('{label}，{day}', { label: '{day}', day: '3月1日' })).toBe('{day}，3月1日')
    expect(fillSms('{constructor}', {})).toBe('{constructor}')
  })
})
