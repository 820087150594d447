import type { ConductRecords } from '@zhixin/shared/contract'
import { staffChain } from '@zhixin/shared/ids'
import { openTestCourt, type Persona, type TestCourt } from '../../test-support/court'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
  const found = (who: string, kind: 'feedback' | 'discipline', concludedOn: string) =>
    court.rooms.log.append({
      chain: staffChain(court.id(who)), key: `test/${who}/${concludedOn}`,
      decide: async () => ({
        type: 'conduct.found', actor: { kind: 'system', id: 'conduct-record', role: 'record' },
        body: { kind, outcome: kind === 'feedback' ? '确有不规范' : '执法过错', concludedOn, documentSm3: 'a'.repeat(64) },
      }),
    })
  await found('officer', 'feedback', '2026-02-01')
  await found('officer', 'discipline', '2026-03-01')
  await found('stranger', 'discipline', '2026-03-02')
})
afterAll(() => court.close())

const records = async (who: Persona): Promise<ConductRecords> => (await court.call(who, 'GET', '/supervision/conduct')).body.data

test.each([
  ['officer', 'own', ['officer'], 2], ['stranger', 'own', ['stranger'], 1], ['colleague', 'own', ['colleague'], 0],
  ['leader', 'department', ['officer', 'judge', 'colleague'], 2], ['otherLeader', 'department', ['stranger', 'otherJudge'], 1],
  ['director', 'court', ['officer', 'judge', 'colleague', 'stranger', 'otherJudge'], 3], ['president', 'court', ['officer', 'judge', 'colleague', 'stranger', 'otherJudge'], 3],
  // The command centre sees what is overdue in the whole court; nobody's record.
  ['duty', 'own', [], 0],
] as [Persona, string, string[], number][])('%s: %s', async (who, scope, whose, findings) => {
  const { scope: seen, officers } = await records(who)
  expect([seen, officers.map(({ staffId }) => staffId).sort()]).toEqual([scope, whose.map((name) => court.id(name)).sort()])
  expect(officers.flatMap((one) => one.findings)).toHaveLength(findings)
})

test('a record says what was found, when it was concluded and by which paper, the newest first; nothing of who complained', async () => {
  const [own] = (await records('officer')).officers
  expect(own!.findings).toEqual([
    { kind: 'discipline', kindLabel: '纪检监察结论', outcome: '执法过错', concludedOn: '2026-03-01', documentSm3: 'a'.repeat(64) },
    { kind: 'feedback', kindLabel: '反映执行不规范，查明属实', outcome: '确有不规范', concludedOn: '2026-02-01', documentSm3: 'a'.repeat(64) },
  ])
})
