import { CodedError } from '@zhixin/shared/errors'
import { isTexted, offeredWords, wrongField } from './register-words'

it('a report of misconduct begins with no number and sends no text, unless somebody says so; all else with the number shown, and a text', () => {
  const number = '19911112222'
  expect([offeredWords({ number }, 'discipline'), offeredWords({ number }, 'petition'), offeredWords({ number: null }, 'petition')]).toEqual([{}, { phone: number }, {}])
  expect([isTexted('discipline', null), isTexted('discipline', true), isTexted('petition', null), isTexted('petition', false)]).toEqual([false, true, true, false])
})

it('the field that was refused is known by its name in the form', () => {
  expect(wrongField(new CodedError('input.invalid', { field: 'body.fields.phone' }))).toBe('phone')
  expect(wrongField(new CodedError('complaints.number_in_text', { field: 'body.matter' }))).toBe('matter')
  expect([wrongField(null), wrongField(new Error('offline'))]).toEqual([undefined, undefined])
})
