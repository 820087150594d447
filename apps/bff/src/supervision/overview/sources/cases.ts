import { caseChain, pushChain, staffChain, threadChain } from '@zhixin/shared/ids'
import { trusted } from 'mongoose'
import type { Cases } from '../../../cases'
import type { Filing } from '../../../filing'
import type { Push } from '../../../notices'
import type { Staffing } from '../../../staffing'
import { type CourtItem, itemIdOf } from '../item'
import { createKept } from '../kept'

type FilingDocument = Awaited<ReturnType<ReturnType<Filing['list']['documents']>['find']>>[number]
type Uncovered = Awaited<ReturnType<Staffing['uncovered']>>
export type CaseOf = { _id: string; caseNumber: string; status: 'open' | 'closed'; department: string; officerIds: string[]; judgeId: string }

const fileOf = ({ _id: caseId, status, department, officerIds, judgeId }: CaseOf) => ({ caseId, status, department, officerIds, judgeId })
const handlersOf = ({ officerIds, judgeId }: CaseOf): string[] => [...new Set([...officerIds, judgeId])].filter((id) => id !== '')

/** Changes of who handles a case since an instant. Ask inside `log.reading`. */
export async function handOverItems({ list }: Pick<Cases, 'list'>, since: string): Promise<CourtItem[]> {
  const found = await list.documents().find({ 'handOvers.at': trusted({ $gte: since }) }).lean()
  return found.flatMap((one) => one.handOvers.filter(({ at }) => at >= since).map(({ at, from, to }): CourtItem => ({
    measure: 'hand_overs', id: itemIdOf('hand_overs', one._id, at), department: one.department, staffIds: [...new Set([...from, ...to])].filter((id) => id !== ''),
    state: 'handed_over', stateLabel: '已移交', alarming: false, title: one.caseNumber, what: '更换承办人', at, atIs: 'since',
    file: fileOf(one), opens: { page: 'case', caseId: one._id },
    behind: [{ chain: caseChain(one._id), is: (entry) => entry.type === 'case.handed_over' && entry.at === at }],
  })))
}

/** Open cases that nobody answers, and absences for which nobody was named. */
export function uncoveredItems({ all, cases, absences }: Uncovered, now: string): CourtItem[] {
  const departmentOf = new Map(all.map(({ id, department }) => [id, department]))
  return [
    ...cases.map(({ caseId, caseNumber, department, missing, staffIds }): CourtItem => ({
      measure: 'uncovered', id: itemIdOf('uncovered', caseId), department, staffIds: [...new Set(staffIds)].filter((id) => id !== ''),
      state: missing.some(({ why }) => why === 'left') ? 'left' : 'away',
      stateLabel: missing.some(({ why }) => why === 'left') ? '承办人已离开' : '承办人外出', alarming: true,
      title: caseNumber, what: missing.map(({ title, name }) => `${title}${name}`).join('、'), at: now, atIs: 'none',
      file: { caseId, status: 'open', department, officerIds: staffIds.slice(0, -1), judgeId: staffIds[staffIds.length - 1] ?? '' },
      opens: { page: 'case', caseId },
      behind: [
        { chain: caseChain(caseId), is: ({ type }) => type === 'case.registered' || type === 'case.handed_over' },
        ...staffIds.map((id) => ({ chain: staffChain(id), is: ({ type }: { type: string }) => type === 'staff.left' || type === 'absence.set' })),
      ],
    })),
    ...absences.map(({ staffId, name, of, from, now: runs }): CourtItem => ({
      measure: 'no_deputy', id: itemIdOf('no_deputy', staffId, of), department: departmentOf.get(staffId) ?? '', staffIds: [staffId],
      state: runs ? 'away' : 'ahead', stateLabel: runs ? '正在外出' : '将要外出', alarming: runs, title: name, what: '外出没有指定代理人', at: from, atIs: 'from',
      opens: { page: 'absences' }, behind: [{ chain: staffChain(staffId), is: ({ index }) => index === of }],
    })),
  ]
}

const REACHED: ReadonlySet<string> = new Set(['read', 'delivered', 'told_by_phone'])

/** People whom nothing reached: every channel was tried, and nothing that came later got to them. Ask inside `log.reading`. */
export async function unreachableItems({ list }: Pick<Push, 'list'>, filesOf: FilesOf): Promise<CourtItem[]> {
  const model = list.documents()
  const lost = await model.find({ 'final.as': 'unreachable', readAt: null, takenBack: false }).lean()
  const all = await model.find({ caseId: trusted({ $in: [...new Set(lost.map(({ caseId }) => caseId))] }) }).lean()
  const files = await filesOf(lost.map(({ caseId }) => caseId))
  const threads = new Map(lost.sort((a, b) => a.of - b.of).map((one) => [`${one.caseId}/${one.personId}`, one]))
  return [...threads.values()].flatMap(({ caseId, personId, of, final }): CourtItem[] => {
    const file = files.get(caseId)
    const isReachedSince = all.some((one) =>
      one.caseId === caseId && one.personId === personId && one.of > of && (one.readAt !== null || REACHED.has(one.final?.as ?? '')))
    if (!file || isReachedSince) return []
    return [{
      measure: 'unreachable', id: itemIdOf('unreachable', caseId, personId), department: file.department, staffIds: handlersOf(file),
      state: 'unreachable', stateLabel: '都试过了', alarming: true, title: file.caseNumber, what: '一位当事人联系不上', at: final!.at, atIs: 'since',
      file: fileOf(file), opens: { page: 'thread', caseId, personId },
      behind: [{ chain: pushChain({ caseId, personId }), is: ({ body }) => body.of === of }],
    }]
  })
}

const UNFILED = {
  failed: { state: 'failed', stateLabel: '归卷出错', alarming: true },
  soon: { state: 'soon', stateLabel: '就要归卷', alarming: false },
  waits: { state: 'waits', stateLabel: '等归卷时机', alarming: false },
} as const

type Filed = Pick<FilingDocument, '_id' | 'upTo' | 'caseId' | 'personId' | 'filedTo' | 'pendingSince' | 'moment' | 'failed'>

/** Threads of which something is not in the court's electronic file. Ask inside `log.reading`. */
export const createUnfiledItems = ({ list }: Pick<Filing, 'list'>, filesOf: FilesOf) => {
  const filed = createKept<Filed>(['caseId', 'personId', 'filedTo', 'pendingSince', 'moment', 'failed'])
  return async (now: string): Promise<CourtItem[]> => {
    const found = await filed(list, { pending: trusted({ $gt: 0 }) })
    return unfiledOf(found, await filesOf(found.map(({ caseId }) => caseId)), now)
  }
}

function unfiledOf(found: readonly Filed[], files: ReadonlyMap<string, CaseOf>, now: string): CourtItem[] {
  return found.flatMap(({ caseId, personId, filedTo, pendingSince, moment, failed }): CourtItem[] => {
    const file = files.get(caseId)
    if (!file) return []
    return [{
      measure: 'unfiled', id: itemIdOf('unfiled', caseId, personId), department: file.department, staffIds: handlersOf(file),
      ...(failed !== null ? UNFILED.failed : moment ? UNFILED.soon : UNFILED.waits),
      title: file.caseNumber, what: '一个会话还没有全部归卷', at: pendingSince ?? now, atIs: 'since',
      file: fileOf(file), opens: { page: 'case', caseId },
      behind: [
        { chain: threadChain({ caseId, personId }), is: ({ index, type }) => index > filedTo && type !== 'message.delivered' && type !== 'message.read' },
        { chain: caseChain(caseId), is: ({ type, body }) => type.startsWith('filing.') && body.personId === personId },
      ],
    }]
  })
}

/** The cases of these ids, as far as supervision looks at them. Ask inside `log.reading`. */
export function createFilesOf({ list }: Pick<Cases, 'list'>) {
  const looked = createKept<CaseOf & { upTo: number }>(['caseNumber', 'status', 'department', 'officerIds', 'judgeId'])
  return async function filesOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, CaseOf>> {
    if (caseIds.length === 0) return new Map()
    const found = await looked(list, { _id: trusted({ $in: [...new Set(caseIds)] }) })
    return new Map(found.map((one) => [one._id, one]))
  }
}
export type FilesOf = ReturnType<typeof createFilesOf>
