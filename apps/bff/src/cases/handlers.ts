import type { Handler } from '@zhixin/shared/contract'
import type { CaseState, Handling } from '@zhixin/shared/rules'

export interface StaffCard {
  id: string
  name: string
  handles: readonly Handling[]
  department: string
  officePhone: string
  active: boolean
}

/** Who is away at an instant, and who answers for them. */
export interface Away {
  absence(staffId: string): { until: string } | undefined
  standIn(staffId: string): { by: 'deputy' | 'duty'; ids: string[] } | undefined
}

/** What this room asks of identity about staff. */
export interface StaffDirectory {
  find(ids: string[]): Promise<StaffCard[]>
  inDepartment(department: string): Promise<StaffCard[]>
  /** As the store says now. */
  away(): Promise<Away>
}

export type Handlers = Pick<CaseState, 'officerIds' | 'judgeId'>

/** Whether a case has these handlers already: officers in any order. */
export const hasHandlers = (file: Handlers, { officerIds, judgeId }: Handlers): boolean =>
  judgeId === file.judgeId && [...file.officerIds].sort().join() === [...officerIds].sort().join()

/** What is known of the handlers of some cases at one instant. */
export interface Known {
  cards: Map<string, StaffCard>
  away: Away
}

/** Looks up the handlers of these cases, and whoever stands in for them. */
export async function lookUp(staff: StaffDirectory, of: Handlers[]): Promise<Known> {
  const named = new Set(of.flatMap(({ officerIds, judgeId }) => [...officerIds, judgeId]))
  const away = await staff.away()
  const ids = [...named].flatMap((id) => [id, ...(away.standIn(id)?.ids ?? [])])
  return { away, cards: new Map((await staff.find([...new Set(ids)])).map((card) => [card.id, card])) }
}

/** Who handles a case, in words and office numbers; of whoever is away, until when and who answers for them. Depends on no thread. */
export function handlersOf({ officerIds, judgeId }: Handlers, known: Known): Handler[] {
  const one = (id: string, title: Handler['title']): Handler[] => {
    const card = known.cards.get(id)
    return card ? [{ id, name: card.name, title, officePhone: card.officePhone, away: awayOf(id, known) }] : []
  }
  return [...officerIds.flatMap((id) => one(id, '执行人员')), ...one(judgeId, '员额法官')]
}

function awayOf(id: string, { cards, away }: Known): Handler['away'] {
  const absence = away.absence(id)
  if (!absence) return null
  const { by, ids } = away.standIn(id) ?? { by: 'duty', ids: [] }
  const [first, ...others] = ids.flatMap((one) => cards.get(one) ?? [])
  if (!first) return { until: absence.until, standIn: null }
  const name = by === 'deputy' ? first.name : others.length === 0 ? `${first.name}（指挥中心值班）` : '指挥中心值班人员'
  return { until: absence.until, standIn: { name, officePhone: first.officePhone } }
}

/** Of these handlers, the names of those for whom somebody answers. */
export const namesFor = ({ officerIds, judgeId }: Handlers, standsInFor: readonly string[], nameOf: (id: string) => string | undefined): string =>
  [...new Set([...officerIds, judgeId])].filter((id) => standsInFor.includes(id)).flatMap((id) => nameOf(id) ?? []).join('、')
