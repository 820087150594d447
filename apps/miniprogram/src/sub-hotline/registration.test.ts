import { CodedError } from '@zhixin/shared/errors'
import { createRegistration, type Wish } from './registration'

const CALL = 'h_00000000'
const wish = (matter: string): Wish => ({ kind: 'opinion', fields: { name: '来电人', matter }, text: false })

/** A court that keeps one text under each number, and a line that loses answers or questions. */
function court() {
  const stored = new Map<string, string>()
  const lost: ('answer' | 'question')[] = []
  const sent: string[] = []
  let refuses: string | undefined
  const write = async (_path: string, _schema: unknown, _answer: unknown, input: unknown) => {
    const { commandId, ...said } = input as Wish & { commandId: string }
    const loses = lost.shift()
    sent.push(commandId)
    if (loses === 'question') throw new CodedError('client.timeout')
    if (said.fields.matter === refuses) throw new CodedError('input.invalid', { field: 'body.fields.matter' })
    if ((stored.get(commandId) ?? said.fields.matter) !== said.fields.matter) throw new CodedError('log.key_conflict')
    stored.set(commandId, said.fields.matter!)
    if (loses === 'answer') throw new CodedError('client.timeout')
    return { receipt: `of ${said.fields.matter}` }
  }
  let n = 0
  const random = { bytes: async (length: number) => new Uint8Array(length).fill(++n) }
  const register = createRegistration({ write } as never, random as never)
  return {
    lost, stored, sent,
    refuse: (matter: string): void => void (refuses = matter),
    register: (matter: string) => register(CALL, wish(matter)).then(
      ({ given, left }) => `${given.receipt}${left === null ? '' : `, without ${left}`}`,
      (error: CodedError) => error.code,
    ),
  }
}

describe('registering in a call over lost answers', () => {
  it('a text that was changed after a lost answer makes no second complaint: the first one’s number is read out', async () => {
    const { lost, stored, register } = court()
    lost.push('answer')
    expect(await register('一')).toBe('client.timeout')
    expect(await register('二')).toBe('of 一, without 二')
    expect([...stored.values()]).toEqual(['一'])
  })

  it('whichever of several stands is found; one that never arrived is none', async () => {
    const { lost, stored, register } = court()
    lost.push('question', 'answer', 'question')
    for (const matter of ['一', '二', '三']) expect(await register(matter)).toBe('client.timeout')
    expect(await register('四')).toBe('of 二, without 四')
    expect([...stored.values()]).toEqual(['二'])
    const other = court()
    other.lost.push('question')
    expect([await other.register('一'), await other.register('二')]).toEqual(['client.timeout', 'of 二'])
    expect([...other.stored.values()]).toEqual(['二'])
  })

  it('the same again is the same, and what comes after an answer is another one', async () => {
    const { lost, stored, sent, register } = court()
    lost.push('answer')
    expect([await register('一'), await register('一'), await register('二')]).toEqual(['client.timeout', 'of 一', 'of 二'])
    expect(stored.size).toBe(2)
    expect(new Set(sent).size).toBe(2)
  })

  it('a change that is refused ends nothing: the one before it is still found', async () => {
    const { lost, stored, refuse, register } = court()
    refuse('错')
    lost.push('answer')
    expect([await register('一'), await register('错'), await register('二')]).toEqual(['client.timeout', 'input.invalid', 'of 一, without 二'])
    expect([...stored.values()]).toEqual(['一'])
    // Refused with nothing before it, it is over.
    expect([await register('错'), await register('三')]).toEqual(['input.invalid', 'of 三'])
  })
})
