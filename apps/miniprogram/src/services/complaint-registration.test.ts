import type { ComplaintOptions } from '@zhixin/shared/contract'
import { type ComplaintDraft, emptyDraft } from './complaint-drafts'
import { isUnanswered, missingInRegistration, registrationSaid, sendRegistration } from './complaint-registration'
import { CodedError, type ErrorCode } from './errors'

const asked = { field: 'residence', label: '本地还是外地', type: 'choice', required: true, hint: null, choices: [{ value: 'local', label: '本地' }] }
const more = { told: '收到', next: null }
const options: ComplaintOptions = {
  streams: [{ stream: 'petition', label: '执行信访', fields: [asked], ...more }, { stream: 'discipline', label: '违法违纪', fields: [], ...more }],
}
const draft = (words: Record<string, string>, others: object = {}) => ({ ...emptyDraft, words, ...others })
const whole = { commandId: 'm_00000000000000000001', channel: 'letter', stream: 'petition', matter: ' 信里写的 ', name: '样例甲', phone: '', confidential: '' }

it('is asked for by name, one after the other', () => {
  expect(missingInRegistration(options, draft({}))).toBe('怎么来的')
  expect(missingInRegistration(options, draft({ channel: 'letter' }))).toBe('是哪一类')
  expect(missingInRegistration(options, draft({ ...whole, matter: ' ' }))).toBe('反映什么')
  expect(missingInRegistration(options, draft({ ...whole, name: '' }))).toBe('反映人的姓名')
  expect(missingInRegistration(options, draft(whole))).toBe('本地还是外地')
  expect(missingInRegistration(options, draft(whole, { fields: { residence: 'local' } }))).toBeUndefined()
})

it('sends nothing that is empty or was asked for by another stream', () => {
  const said = registrationSaid(options, draft(whole, { fields: { residence: 'local', said_at: '', kind: 'question' }, papers: { files: [{ id: 'a_1', name: '信.jpg', kind: 'picture' as const }] } }))
  expect(said).toEqual({
    commandId: whole.commandId, stream: 'petition', channel: 'letter', matter: '信里写的', by: 'named', contact: { name: '样例甲' }, about: [], fields: { residence: 'local' },
    files: [{ attachmentId: 'a_1', name: '信.jpg', confidential: false }],
  })
})

it('says nothing of who reports without a name, though one had been typed; only misconduct is reported so', () => {
  const nameless = { ...whole, by: 'anonymous', phone: '19900000001' }
  const report = registrationSaid(options, draft({ ...nameless, stream: 'discipline' }))
  expect(report.by).toBe('anonymous')
  expect(JSON.stringify(report)).not.toMatch(/样例甲|19900000001/)
  expect(registrationSaid(options, draft(nameless)).by).toBe('named')
})

it('goes out again word for word until it is known whether it came; what was refused can be changed', async () => {
  const sent: string[] = []
  let fails: ErrorCode | undefined = 'client.timeout'
  let kept: ComplaintDraft = draft(whole, { fields: { residence: 'local' } })
  const send = () => sendRegistration(options, kept, {
    keep: async (next) => void (kept = next),
    register: async (said) => {
      // It stands on this device before it is on its way.
      expect(isUnanswered(kept)).toBe(true)
      sent.push(JSON.stringify(said))
      if (fails) throw new CodedError(fails)
      return { receipt: 'ABCD-EFGH' } as never
    },
  })
  await expect(send()).rejects.toMatchObject({ code: 'client.timeout' })
  expect(isUnanswered(kept)).toBe(true)
  kept = { ...kept, words: { ...kept.words, matter: '改了一个字' } }
  fails = 'auth.required'
  await expect(send()).rejects.toMatchObject({ code: 'auth.required' })
  fails = undefined
  expect(await send()).toEqual({ receipt: 'ABCD-EFGH', stream: 'petition' })
  expect(new Set(sent).size).toBe(1)

  kept = draft(whole, { fields: { residence: 'local' } })
  fails = 'complaints.number_in_text'
  await expect(send()).rejects.toMatchObject({ code: fails })
  expect(isUnanswered(kept)).toBe(false)
})
