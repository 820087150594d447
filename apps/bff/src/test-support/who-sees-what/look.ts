import type { Persona, TestCourt } from '../court'
import { type Line, type Matter, PEOPLE, seesCase, seesThread, STAFF, wordsFor } from './oracle'

/** All that somebody can read, by path: the answer as it came. */
export type Sight = Map<string, { status: number; text: string }>

const PAGES = ['', '/entries']

/** What one person is answered on every path there is. */
export async function lookAs(court: TestCourt, who: string, matters: Matter[]): Promise<Sight> {
  const paths = ['/cases']
  for (const { id, bonds } of matters) {
    paths.push(`/cases/${id}`)
    for (const person of new Set([...bonds.map((bond) => bond.person), 'outsider'])) {
      for (const page of PAGES) paths.push(`/threads/${id}/${court.id(person)}${page}`)
    }
  }
  const answers = await Promise.all(paths.map((path) => court.call(who as Persona, 'GET', path)))
  return new Map(answers.map(({ status, text }, i) => [paths[i]!, { status, text }]))
}

/** What the oracle says the same person is answered; of entries and counts, what they say. */
export function faultsIn(court: TestCourt, who: string, matters: Matter[], sight: Sight, now: number): string[] {
  const faults: string[] = []
  const expect = (what: string, got: unknown, wanted: unknown): void => {
    const [is, should] = [JSON.stringify(got), JSON.stringify(wanted)]
    if (is !== should) faults.push(`${who} ${what}: ${is}, and should be ${should}`)
  }
  const isPerson = PEOPLE.includes(who)
  const unknown = '{"error":{"code":"input.not_found","message":"没有找到，或者您无权查看。"}}'
  const listed: Record<string, number> = {}

  for (const matter of matters) {
    const { status, text } = sight.get(`/cases/${matter.id}`)!
    const sees = seesCase(matter, who, now)
    expect(`/cases/${matter.id}`, [status, sees ? '' : text], [sees ? 200 : 404, sees ? '' : unknown])
    if (sees) {
      const { threads, parties } = JSON.parse(text).data as { threads: { personId: string }[]; parties: unknown[] }
      const shown = isPerson ? [who] : [...new Set(matter.bonds.map(({ person }) => person))]
      expect(`threads of ${matter.id}`, threads.map(({ personId }) => personId).sort(), shown.map(court.id).sort())
      expect(`parties of ${matter.id}`, parties.length, Object.keys(matter.sides).length)
      listed[matter.id] = unreadOf(matter, who)
    }
    for (const of of new Set([...matter.bonds.map(({ person }) => person), 'outsider'])) {
      const thread = sight.get(`/threads/${matter.id}/${court.id(of)}`)!
      const entries = sight.get(`/threads/${matter.id}/${court.id(of)}/entries`)!
      const may = seesThread(matter, who, of, now)
      for (const answer of [thread, entries]) expect(`thread of ${of} in ${matter.id}`, [answer.status, may ? '' : answer.text], [may ? 200 : 404, may ? '' : unknown])
      if (may) expect(`what ${of} wrote in ${matter.id}`, wordsIn(entries.text), wordsFor(matter, who, of))
    }
  }
  const list = sight.get('/cases')!
  const isLister = isPerson || STAFF[who]!.is !== 'nobody'
  expect('/cases', list.status, isLister ? 200 : 403)
  if (isLister) {
    const cases = (JSON.parse(list.text).data.cases as { caseId: string; unread: number }[]).map(({ caseId, unread }) => [caseId, unread] as const)
    expect('list of cases', Object.fromEntries(cases.sort()), Object.fromEntries(Object.entries(listed).sort()))
  }
  return faults
}

interface Said {
  text?: string
  summary?: string
  what?: string
  values?: { others: { what: string }[] }
}
/** What somebody wrote, in order: messages, calls, clues, reports; an empty line for whatever else stands there. */
const wordsIn = (text: string): string[] =>
  (JSON.parse(text).data.entries as { body: Said | null }[]).map(({ body }) => body?.text ?? body?.summary ?? body?.what ?? body?.values?.others[0]?.what ?? '')

/** Nobody reads anything in this story, so all that the other side wrote is unread. */
function unreadOf(matter: Matter, who: string): number {
  const count = (lines: Line[], by: Line['by'][]): number => lines.filter((line) => by.includes(line.by)).length
  if (PEOPLE.includes(who)) return count(matter.threads[who] ?? [], ['court', 'notice'])
  return Object.values(matter.threads).reduce((sum, lines) => sum + count(lines, ['person']), 0)
}
