import type { BulletinEntries, BulletinView, SupervisionList } from '@zhixin/shared/contract'
import { complaintChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { message, newCommandId, openTestCourt, OTHER_CASE, type Persona, TEAM, type TestCourt } from '../../test-support/court'

const WEEK = '/bulletins/weekly/2026-03-09'
let court: TestCourt
let count = 0
beforeAll(async () => {
  court = await openTestCourt()
})
afterAll(() => court.close())

const idOf = (n: number): string => `k_${String(n).padStart(10, '0')}`
const petition = (n: number): string => complaintChain({ stream: 'petition', complaintId: idOf(n) })
async function write(chain: string, type: string, body: JsonObject, persona: Persona = 'duty'): Promise<void> {
  await court.rooms.log.append({ chain, key: `test/${++count}`, decide: () => Promise.resolve({ type, actor: { kind: 'staff', id: court.id(persona),
    role: 'staff' }, body }) })
}
const receive = (chain: string, channel: string, more: JsonObject = {}) => write(chain, 'complaint.received', { channel, by: 'anonymous', matter: '略',
  fields: { residence: 'local', arrival: 'first' }, ...more })
const step = (chain: string, id: string, to: string, fields: JsonObject = {}) => write(chain, 'complaint.stepped', { step: id, to, fields })
const view = async (path = WEEK): Promise<BulletinView> => (await court.call('duty', 'GET', path)).body.data
const figures = async (path = WEEK): Promise<Record<string, number>> =>
  Object.fromEntries((await view(path)).headings.flatMap((heading) => heading.figures.map(({ id, value }) => [id, value])))

test('a call about misconduct and what comes of it, and a call of the court’s own, leave every bulletin as it was', async () => {
  const all = () => Promise.all([WEEK, '/bulletins/daily/2026-03-10', '/bulletins/monthly/2026-03-01'].map((path) => view(path)))
  const before = JSON.stringify(await all())
  await write('call:h_bbbbbbbbbb', 'call.opened', { line: 'misconduct', direction: 'in', numberShown: true }, 'hotline')
  await receive(complaintChain({ stream: 'discipline', complaintId: idOf(1) }), 'hotline')
  await write('call:h_bbbbbbbbbb', 'call.ended', { how: 'registered', note: '' }, 'hotline')
  await write('call:h_cccccccccc', 'call.opened', { line: 'hotline', direction: 'out', of: 'h_dddddddddd', numberShown: true }, 'hotline')
  await court.settled()
  expect((await figures()).hotline_calls).toBe(0)
  expect(JSON.stringify(await all())).toBe(before)
  expect(await court.connection.db!.collection('counted_files').countDocuments({ kind: { $in: ['call', 'discipline'] } })).toBe(0)
})

test('an unanswered message that is urged by the button is counted, under the department that has the case', async () => {
  await court.call('outsider', 'POST', `/threads/${OTHER_CASE}/${court.id('outsider')}/messages`, message('我的案子呢？'))
  court.later({ minutes: 61 })
  await court.settled()
  const { data } = (await court.call('director', 'GET', '/supervision/lists/unanswered')).body as { data: SupervisionList }
  const { measure, itemId, department } = data.items[0]!
  expect((await court.call('director', 'POST', `/supervision/lists/${measure}/${itemId}/urgings`, { commandId: newCommandId() })).status).toBe(200)
  await court.settled()
  expect((await figures()).case_urged).toBe(1)
  const behind = (await court.call('duty', 'GET', `${WEEK}/entries?figure=case_urged`)).body.data as BulletinEntries
  expect(behind.entries).toMatchObject([{ kindLabel: '执行案件', number: '（2026）虚01执2号', department, sentence: '催办答复' }])
})

test('a target that was missed is not called overdue', async () => {
  await receive(petition(2), 'letter')
  court.later({ days: 7 })
  await court.settled()
  const { headings } = await view()
  expect(headings.flatMap(({ figures: all }) => all).find(({ id }) => id === 'register_due')!.value).toBe(1)
  expect(headings.flatMap(({ figures: all }) => all).find(({ id }) => id === 'overdue')!.value).toBe(0)
  expect(headings.flatMap(({ text }) => text)).toContain('到期末，没有超期的执行信访。')
})

test('three months after it was assigned, and with the inspectors by then, it has still come to nothing; once it is concluded no more', async () => {
  await receive(petition(3), 'letter')
  await step(petition(3), 'assign_from_above', 'assigned', { handling_department: TEAM, responsible: 's_somebody', due_on: '2026-08-01' })
  const month = '/bulletins/monthly/2026-06-01'
  court.later({ days: 85 })
  await step(petition(3), 'urge', 'assigned')
  court.later({ days: 15 })
  await step(petition(3), 'to_discipline_supervision', 'assigned')
  await court.settled()
  expect((await figures(month)).three_months).toBe(1)
  await step(petition(3), 'conclude', 'concluded')
  court.later({ minutes: 1 })
  await court.settled()
  expect((await figures(month)).three_months).toBe(0)
})
