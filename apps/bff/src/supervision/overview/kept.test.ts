import { newCommandId, openTestCourt, type TestCourt } from '../../test-support/court'
import { createKept } from './kept'

interface Looked {
  _id: string
  upTo: number
  officerIds: string[]
}
let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
  await court.settled()
})
afterAll(() => court.close())

test('what was read of a case for one look is kept for the next, and read again when something happened in it, or its list was built anew', async () => {
  const { list } = court.rooms.cases
  const find = createKept<Looked>(['officerIds'])
  const all = async (question = {}): Promise<Map<string, Looked>> => new Map((await find(list, question)).map((one) => [one._id, one]))
  const first = await all()
  const again = await all()
  expect(first.size).toBe(3)
  for (const [id, one] of first) expect(again.get(id)).toBe(one)

  const caseId = await court.newCase()
  const handed = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
  await court.settled()
  const before = (await all()).get(caseId)!
  expect((await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, handed)).status).toBe(200)
  await court.settled()
  const after = await all()
  expect([before.officerIds, after.get(caseId)!.officerIds]).toEqual([[court.id('officer')], [court.id('colleague')]])
  for (const [id, one] of first) expect(after.get(id)).toBe(one)

  // Asked something narrower, only what that finds is given.
  expect([...(await all({ officerIds: court.id('colleague') })).keys()]).toEqual([caseId])

  await court.rebuildReadModels()
  await court.rooms.log.reading([list], () => true, () => list.documents().find())
  const anew = await all()
  for (const [id, one] of after) {
    expect(anew.get(id)).toEqual(one)
    expect(anew.get(id)).not.toBe(one)
  }
})
