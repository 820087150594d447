import { caseChain, threadChain, watchChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { aboutKey, canBeOverdue, type Catalogue, UrgedSchema } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Clocks, ClockInCase, ClocksDocument, StaffMoment } from '../../../progress'
import { type Behind, type CourtItem, itemIdOf, LATE, SOFT, SOON } from '../item'
import { createKept } from '../kept'

export interface ClockSourceParts {
  clocks: Pick<Clocks, 'list' | 'responsible'>
  catalogue: Catalogue
}

/** Of a document, what is looked at. */
type Looked = Pick<ClocksDocument, '_id' | 'upTo' | 'caseId' | 'personId' | 'who' | 'department' | 'officerIds' | 'judgeId' | 'status' | 'caseNumber'> & {
  clocks: Pick<ClockInCase, 'clockId' | 'node' | 'object' | 'dueAt' | 'suspended'>[]
}
const LOOKED = [
  'caseId', 'personId', 'who', 'department', 'officerIds', 'judgeId', 'status', 'caseNumber', 'clocks.clockId', 'clocks.node', 'clocks.object', 'clocks.dueAt',
  'clocks.suspended',
] as const

/** Periods that are over, and those that soon will be: each clock that can be missed and runs is one. Ask inside `log.reading`. */
export const createClockItems = ({ clocks, catalogue }: ClockSourceParts) => {
  const looked = createKept<Looked>(LOOKED)
  return async ({ now, soon, moment }: { now: string; soon: string; moment: StaffMoment }): Promise<CourtItem[]> =>
    itemsOf(await looked(clocks.list, { soonestAt: trusted({ $ne: null, $lte: soon }) }), { now, soon, moment }, { clocks, catalogue })
}

function itemsOf(
  found: readonly Looked[], { now, soon, moment }: { now: string; soon: string; moment: StaffMoment }, { clocks, catalogue }: ClockSourceParts,
): CourtItem[] {
  return found.flatMap((document) => document.clocks.flatMap((clock): CourtItem[] => {
    const node = catalogue.nodes.get(clock.node)
    if (!node || !canBeOverdue(node) || clock.suspended || clock.dueAt === null || clock.dueAt > soon) return []
    const { caseId, personId, who, department, officerIds, judgeId, status, caseNumber } = document
    const isOver = clock.dueAt <= now
    const measure = isOver ? 'overdue' : 'due_soon'
    const about = aboutKey({ what: 'clock', clockId: clock.clockId, node: clock.node, dueAt: clock.dueAt })
    return [{
      measure, id: itemIdOf(measure, caseId, personId ?? '', clock.clockId), department,
      staffIds: clocks.responsible(clock.node, { officerIds, judgeId, department }, moment),
      ...(isOver ? (node.soft ? SOFT : LATE) : SOON),
      // Whoever handles the case beside its judge is who was reported (rules X-14).
      ...(who === 'judge' && { hiddenFrom: officerIds.filter((id) => id !== judgeId) }),
      title: caseNumber, what: clock.object === null ? node.label : `${node.label}（${clock.object}）`,
      at: clock.dueAt, atIs: 'due',
      file: { caseId, status, department, officerIds, judgeId },
      opens: { page: 'case', caseId },
      behind: behindClock(document, clock, about),
      ...(isOver && { urge: { place: { caseId, personId }, about } }),
    }]
  }))
}

/** What a clock began with, what was warned of it, and who urged. */
function behindClock({ caseId, personId }: Looked, { clockId }: Pick<ClockInCase, 'clockId'>, about: string): Behind[] {
  const begunBy = clockId.slice(clockId.indexOf('/') + 1)
  const isOfClock = ({ type, body }: SequencedEntry): boolean =>
    (type.startsWith('clock.') && body.clockId === clockId) || (type.endsWith('.urged') && aboutKey(UrgedSchema.parse(body).about) === about)
  if (personId === null) {
    const begins = ({ type, body }: SequencedEntry): boolean =>
      type === 'case.registered' || ((type === 'node.recorded' || type === 'period.extended') && (body.recordId === begunBy || body.clockId === clockId))
    return [{ chain: caseChain(caseId), is: (entry) => begins(entry) || isOfClock(entry) }]
  }
  const key = { caseId, personId }
  return [{ chain: threadChain(key), is: ({ index }) => index === Number(begunBy) }, { chain: watchChain(key), is: isOfClock }]
}
