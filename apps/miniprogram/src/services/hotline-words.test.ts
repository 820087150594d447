import { callTime, deskAction, fieldsAsked, missingField, searchedBy } from './hotline-words'

const pressed = (key: string, more: { ctrl?: boolean; isTyping?: boolean } = {}) => deskAction({ key, ctrl: false, isTyping: false, ...more })

describe('keys of the hotline’s desk', () => {
  it('take nothing that is typed', () => {
    for (const key of ['1', '9', '?', '？', 'a', '中', 'Enter', 'ArrowDown', 'ArrowUp', ' ', 'Backspace', 'Tab']) expect(pressed(key, { isTyping: true })).toBeUndefined()
  })

  it('do from everywhere what belongs to the call', () => {
    for (const isTyping of [true, false]) {
      expect(pressed('F2', { isTyping })).toEqual({ do: 'pick_up' })
      expect(pressed('F8', { isTyping })).toEqual({ do: 'register' })
      expect(pressed('Escape', { isTyping })).toEqual({ do: 'leave' })
      expect(pressed('Enter', { isTyping, ctrl: true })).toEqual({ do: 'submit' })
      expect(pressed('c', { isTyping, ctrl: true })).toBeUndefined()
    }
  })

  it('choose and move where nothing is typed', () => {
    expect(pressed('3')).toEqual({ do: 'choose', place: 2 })
    expect(pressed('0')).toBeUndefined()
    expect(pressed('ArrowDown')).toEqual({ do: 'move', by: 1 })
    expect(pressed('?')).toEqual({ do: 'keys' })
  })
})

describe('a call’s form', () => {
  const field = (id: string, required: boolean) => ({ id, label: id, type: 'line' as const, required, hint: null, choices: [], max: 40 })
  const fields = [field('name', true), field('phone', true), field('matter', true)]

  it('asks whoever was verified for no name, and for a phone only if a text is wanted', () => {
    expect(fieldsAsked({ fields }, false)).toEqual(fields)
    expect(fieldsAsked({ fields }, true).map(({ id, required }) => [id, required])).toEqual([['phone', false], ['matter', true]])
  })

  it('knows the first field that is missing', () => {
    expect(missingField(fields, { name: '某某', phone: ' ' })).toBe('phone')
    expect(missingField(fields, { name: '某某', phone: '1', matter: '事' })).toBeUndefined()
  })
})

it('a call’s clock', () => {
  expect(callTime('2026-03-03T02:00:00.000Z', '2026-03-03T02:03:07.900Z')).toBe('3:07')
  expect(callTime('2026-03-03T02:00:00.000Z', '2026-03-03T01:59:00.000Z')).toBe('0:00')
})

it.each([
  ['199 0000 0001', 'phone'], ['0379-6000001', 'phone'], ['（2026）虚01执101号', 'case_number'], ['2026虚01执101', 'case_number'], ['QJ2X-SFQA', 'receipt'], ['qj2xsfqa', 'receipt'],
  ['虚构申请人', 'name'],
])('%s is searched for by %s', (words, by) => expect(searchedBy(words)).toBe(by))
