import fc from 'fast-check'
import { fillSms, forbiddenInPlace, SMS_TEMPLATES } from '../sms-templates'
import { FIELD_KINDS, type FieldKind } from './config'
import { fieldOf, fieldsOf, maskedCaseNumber, type PushWords, pushSpec, saidOf, smsParams } from './fields'

const words: PushWords = {
  court: '虚构市示范区人民法院（演示）', case_number: '（2026）虚01执1234号', case_number_masked: '（2026）虚01执*34号', label: '发出执行通知书和报告财产令', day: '2026-03-10',
  handler: '王五', handler_phone: '000-0000-0010', hotline: '12368', misconduct: '000-0000-0041', entry: '打开执信查看',
}

/** WeChat's own rules for each kind, told a second time and by itself. */
const TAKES: Record<FieldKind, (text: string) => boolean> = {
  thing: (text) => [...text].length <= 20 && !/[\n\r\t]/.test(text),
  phrase: (text) => /^\p{Script=Han}{1,5}$/u.test(text),
  name: (text) => [...text].length <= 10 || /^[A-Za-z]{1,20}$/.test(text),
  character_string: (text) => /^[\x21-\x7e]{1,32}$/.test(text),
  number: (text) => /^\d+(\.\d+)?$/.test(text) && text.length <= 32,
  phone_number: (text) => /^[\d+-]{1,17}$/.test(text),
  date: (text) => /^\d{1,4}年\d{1,2}月\d{1,2}日$/.test(text),
  time: (text) => /^\d{1,4}年\d{1,2}月\d{1,2}日$/.test(text),
}
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constantFrom('', ' ', '\u0000', '𠮷'.repeat(30), '👩‍👩‍👧'.repeat(9), '2026-02-31', '9999-99-99'),
)

describe('a field of a WeChat message', () => {
  it('is always taken by WeChat, whatever it is to say', () => {
    fc.assert(fc.property(fc.constantFrom(...FIELD_KINDS), hostile, hostile, (kind, text, fallback) => {
      const field = fieldOf(kind, text, fallback)
      expect(field.trim()).not.toBe('')
      expect([kind, field, TAKES[kind](field)]).toEqual([kind, field, true])
    }), { numRuns: 5_000 })
  })
  it('is cut with … and left alone where it fits', () => {
    expect(fieldOf('thing', '发出执行通知书', '')).toBe('发出执行通知书')
    expect(fieldOf('thing', '一二三四五六七八九十一二三四五六七八九十一', '')).toBe('一二三四五六七八九十一二三四五六七八九…')
    expect(fieldOf('phrase', '限制消费令（一）', '')).toBe('限制消费令')
    expect(fieldOf('character_string', '（2026）虚01执1234号', '')).toBe('2026011234')
    expect(fieldOf('date', '2026-03-10', '')).toBe('2026年3月10日')
    expect(fieldOf('date', '下周', '2026-03-11')).toBe('2026年3月11日')
  })
  it('comes from what push-rules allow', () => {
    expect(fieldsOf({ fields: { thing1: 'court', thing3: 'label', date4: 'day' } }, words)).toEqual({
      thing1: '虚构市示范区人民法院（演示）', thing3: '发出执行通知书和报告财产令', date4: '2026年3月10日',
    })
  })
})

describe('what stands in a text message', () => {
  it('names the case so that its owner knows it', () => {
    expect(maskedCaseNumber('（2026）虚01执1234号')).toBe('（2026）虚01执*34号')
    expect(maskedCaseNumber('（2026）虚01执7号')).toBe('（2026）虚01执*7号')
  })
  it('holds no identity number, account, telephone, link or markup, wherever somebody put one', () => {
    const bad = fc.constantFrom(
      '110101199003078515', '11010119900307851X', '6222 0212 3456 7890 123', '6222-0212-3456-7890', '13800138000', '138 0013 8000', 'https://evil.example/x', 'www.a.com', 'pay.cn/abc', '<b>', '【冒充】',
      '１３８００１３８０００',
    )
    fc.assert(fc.property(bad, hostile, hostile, (secret, before, after) => {
      const params = smsParams({ ...words, label: `${before}${secret}${after}` })
      for (const [name, value] of Object.entries(params).filter(([name]) => name === 'label')) {
        expect([name, forbiddenInPlace(value) ?? '', /\d(?:[\s-]?\d){6,}/.test(value), /https?:|www\.|\.(?:com|cn)\b/i.test(value), /[<>【】]/.test(value)]).toEqual([name, '', false, false, false])
      }
      // Every text has only places that are filled.
      for (const [, places] of Object.entries(SMS_TEMPLATES).filter(([name]) => name.startsWith('notice_'))) {
        expect(fillSms(places.map((place) => `{${place}}`).join('，'), params)).not.toMatch(/\{[a-z_]+\}/)
      }
    }), { numRuns: 2_000 })
  })
})

describe('which entries are pushed', () => {
  const rules = {
    minimum_nodes: { nodes: ['case_filing'], cite: { basis: 'proposal', source: 'test' } },
    types: {
      'node.told': { label: '案件有新进展', wechat: 'progress', sms: 'notice_progress', sms_first: 'notice_progress_first', call: 'when_it_must', after_minutes: 0, gather_minutes: 0 },
      'message.sent': { label: '法院给您发来消息', wechat: 'message', call: 'never', after_minutes: 5, gather_minutes: 120 },
    },
  } as unknown as Parameters<typeof pushSpec>[1]
  const entry = (type: string, body: object, kind: 'system' | 'person' | 'staff' = 'system') =>
    ({ type, at: '2026-03-10T02:00:00.000Z', body, actor: { kind, id: 'x', role: 'x' } }) as Parameters<typeof pushSpec>[0]

  it('is not what somebody wrote themselves, nor what is not in the list', () => {
    expect(pushSpec(entry('message.sent', {}, 'person'), rules)).toBeUndefined()
    expect(pushSpec(entry('message.read', {}), rules)).toBeUndefined()
    expect(pushSpec(entry('message.sent', {}, 'staff'), rules)).toMatchObject({ wechat: 'message', call: false, afterMinutes: 5 })
  })
  it('reaches the call list where it asks them to act, or is a minimum node', () => {
    const told = (body: object) => pushSpec(entry('node.told', body), rules)!.call
    expect([told({ node: 'sale' }), told({ node: 'case_filing' }), told({ node: 'sale', act: { text: '请来' } })]).toEqual([false, true, true])
  })
  it('says more at the first time', () => {
    expect(pushSpec(entry('node.told', { node: 'sale', first: ['x'] }), rules)!.sms).toBe('notice_progress_first')
  })
  it('takes a node’s own name and day, and of a task or a message none of its words', () => {
    expect(saidOf(entry('node.told', { label: '执行立案', on: '2026-01-05' }), rules)).toEqual({ label: '执行立案', day: '2026-01-05' })
    expect(saidOf(entry('message.sent', { text: '账户6222', label: '账户6222' }), rules)).toEqual({ label: '法院给您发来消息', day: '2026-03-10' })
  })
})
