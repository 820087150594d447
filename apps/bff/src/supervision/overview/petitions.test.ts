import type { SupervisedItemView, SupervisionOverview } from '@zhixin/shared/contract'
import { complaintChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { newCommandId, openTestCourt, type Persona, TEAM, type TestCourt } from '../../test-support/court'
import { petition } from '../../test-support/petition-cast'

let court: TestCourt
const RECEIPT = 'XF00000001'
const KEY = { stream: 'petition', complaintId: 'k_00000001' } as const
const ABOUT = { stream: 'petition', complaintId: 'k_00000002' } as const

/** A petition as its workflow was played, in the names of the people of this court. */
async function file({ complaintId }: typeof KEY | typeof ABOUT, receipt: string, about: string[] = []): Promise<void> {
  const names: [string, string][] = [
    ['s_handler', court.id('officer')], ['s_chief', court.id('leader')], ['s_vp', court.id('president')], ['s_centre', court.id('duty')],
    ['s_window', court.id('window')], ['执行一庭', TEAM],
  ]
  const text = names.reduce((all, [from, to]) => all.replaceAll(from, to), JSON.stringify(petition.assigned().entries))
  for (const { index, type, actor, body, attachments } of JSON.parse(text) as SequencedEntry[]) {
    const said = index === 0 ? { ...body, receipt, about } : body
    const chain = complaintChain({ stream: 'petition', complaintId })
    await court.rooms.log.append({ chain, key: `test/${complaintId}/${index}`, decide: async () => ({ type, actor, body: said, attachments }) })
  }
}
beforeAll(async () => {
  court = await openTestCourt()
  await file(KEY, RECEIPT)
  await file(ABOUT, 'XF00000002', [court.id('officer')])
  await court.settled()
})
afterAll(() => court.close())

const petitions = async (who: Persona, query = ''): Promise<{ total: number; items: SupervisedItemView[] }> =>
  (await court.call(who, 'GET', `/supervision/lists/petitions${query}`)).body.data
const urge = (who: Persona, { measure, itemId }: SupervisedItemView, commandId = newCommandId()) =>
  court.call(who, 'POST', `/supervision/lists/${measure}/${itemId}/urgings`, { commandId })

test.each([['director', 2], ['president', 2], ['duty', 2], ['leader', 2], ['otherLeader', 0], ['colleague', 0]] as [Persona, number][])(
  '%s sees %i petitions, by state and by age, and the numbers are their lists', async (who, total) => {
    const { numbers, departments }: SupervisionOverview = (await court.call(who, 'GET', '/supervision/overview')).body.data
    const number = numbers.find(({ measure }) => measure === 'petitions')!
    expect([number.total, (await petitions(who)).total]).toEqual([total, total])
    expect(number.states).toEqual(total === 0 ? [] : [{ state: 'assigned', label: '已转办、交办', count: 2, alarming: false }])
    expect(number.ages).toEqual(total === 0 ? [] : [{ age: 'week', label: '7天以内', count: 2 }])
    for (const { age, count } of number.ages) expect((await petitions(who, `?age=${age}`)).total).toBe(count)
    expect(departments.map(({ numbers: own }) => own.petitions).reduce((a, b) => a + b, 0)).toBe(total)
  })

test('whom a petition is about finds it in no number, list, search by id, or among what they were urged to do', async () => {
  const about = (await petitions('director')).items.find(({ title }) => title === 'XF00000002')!
  expect((await urge('duty', about)).status).toBe(200)
  const answers = await Promise.all([
    '/supervision/overview', '/supervision/lists/petitions', '/supervision/lists/overdue', '/supervision/my-urgings', `/supervision/lists/petitions/${about.itemId}/entries`,
  ].map((target) => court.call('officer', 'GET', target)))
  for (const { text } of answers) expect(text).not.toMatch(/XF00000002|k_00000002/)
  expect(answers[0]!.body.data.numbers.find(({ measure }: { measure: string }) => measure === 'petitions').total).toBe(1)
  expect(answers[4]!.status).toBe(404)
})

test('urging a petition is its workflow’s step, by the command centre alone, not twice within the time; whoever handles it reads who and when', async () => {
  const item = (await petitions('duty')).items.find(({ title }) => title === RECEIPT)!
  expect(item).toMatchObject({ department: TEAM, what: '已转办、交办', ageLabel: '7天以内', can: { urge: true } })
  expect((await petitions('leader')).items.map(({ can }) => can.urge)).toEqual([false, false])
  expect((await urge('leader', item)).status).not.toBe(200)
  const commandId = newCommandId()
  expect((await urge('duty', item, commandId)).status).toBe(200)
  expect((await urge('duty', item, commandId)).status).toBe(200)
  expect((await urge('duty', item)).body.error.code).toBe('supervision.urged_already')
  await court.settled()
  const chain = await court.rooms.log.list(complaintChain(KEY))
  expect(chain.filter(({ body }) => body.step === 'urge')).toHaveLength(1)
  const mine = (await court.call('officer', 'GET', '/supervision/my-urgings')).body.data.items
  expect(mine.map(({ title }: SupervisedItemView) => title)).toEqual([RECEIPT])
  expect(mine[0].urged).toHaveLength(1)
  const { body, text } = await court.call('director', 'GET', `/supervision/lists/petitions/${item.itemId}/entries`)
  expect(body.data.entries.at(-1)).toMatchObject({ record: '信访', sentence: '催办' })
  expect(text).not.toContain('虚构的反映内容')
})

test('a period over and another about to be: each is one; an urging whose answer was lost is answered as it was, wherever the petition is by now', async () => {
  const step = (who: Persona, name: string, fields: object) => court.call(who, 'POST', `/complaint-files/petition/${KEY.complaintId}/steps`, { commandId: newCommandId(), step: name, fields })
  const periods = async (measure: string): Promise<SupervisedItemView[]> =>
    (await court.call('duty', 'GET', `/supervision/lists/${measure}`)).body.data.items.filter(({ title }: SupervisedItemView) => title === RECEIPT)
  const back = court.later({ days: 51 })
  // The task force is long overdue; the day that was set for the whole is today.
  expect([await periods('overdue'), await periods('due_soon')].map((items) => items.map(({ what }) => what))).toEqual([
    ['执行信访：上报包案专班与化解稳控方案（已转办、交办）'], ['执行信访：领导/上级交办件指定期限（已转办、交办）'],
  ])
  const item = (await petitions('duty')).items.find(({ title }) => title === RECEIPT)!
  const commandId = newCommandId()
  const first = await urge('duty', item, commandId)
  expect(first.status).toBe(200)
  expect((await step('officer', 'contact', { contact_result: '已打电话' })).status).toBe(200)
  await court.settled()
  expect((await urge('duty', item, commandId)).body.data).toEqual(first.body.data)
  // As if it were closed by now: its list has it no more.
  await court.rooms.log.append({
    chain: complaintChain(KEY), key: 'test/closed',
    decide: async () => ({ type: 'complaint.stepped', actor: { kind: 'staff', id: court.id('officer'), role: 'officer' }, body: { step: 'close', to: 'closed', fields: {}, declared: [], papers: [] } }),
  })
  await court.settled()
  expect((await petitions('duty')).items.map(({ title }) => title)).not.toContain(RECEIPT)
  expect((await urge('duty', item, commandId)).body.data).toEqual(first.body.data)
  expect((await urge('duty', item)).body.error.code).toBe('supervision.not_waiting')
  // A tap is of one thing: under the same number another is not said to be done.
  const other = (await petitions('duty')).items.find(({ title }) => title === 'XF00000002')!
  expect((await urge('duty', other, commandId)).status).toBe(409)
  back()
})
