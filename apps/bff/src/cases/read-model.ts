import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  CaseClosedSchema, CaseCorrectedSchema, CaseHandedOverSchema, type CaseState, CaseTakenOverSchema, CaseTransferredOutSchema, CHANGES_RELATIONS, evolveCase,
  isStanding, noCase, TerminationBypassedSchema, TransferAcknowledgedSchema, TransferRefusedSchema, TransferUndoneSchema,
} from '@zhixin/shared/rules'
import { type mongo, trusted } from 'mongoose'
import { putNewer } from '../log'
import type { CaseDocument, CaseModel } from './model'
import { sideTitle } from './roles'

/** What the read model asks of identity: names to show and search by. */
export interface Names {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

/** Takes the court's entries, in order, into the case read model. */
export async function projectCases(model: CaseModel, names: Names, entries: SequencedEntry[]): Promise<void> {
  const ofCases = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    return place?.kind === 'case' ? [{ caseId: place.caseId, entry }] : []
  })
  if (ofCases.length === 0) return
  const stored = await model.find({ _id: trusted({ $in: [...new Set(ofCases.map(({ caseId }) => caseId))] }) }).lean<CaseDocument[]>()
  // One that was built before a field there is has none of it.
  const documents = new Map(stored.map((document) => [document._id, { ...document, bypassed: document.bypassed ?? [] }]))
  const changed = new Set<string>()
  for (const { caseId, entry } of ofCases) {
    const before = documents.get(caseId)
    if (before && before.upTo >= entry.seq) continue
    const after = await evolve(before, entry, names)
    if (!after) continue
    documents.set(caseId, { ...after, upTo: entry.seq })
    changed.add(caseId)
  }
  await putNewer(model.collection as unknown as mongo.Collection<CaseDocument>, [...changed].map((id) => documents.get(id)!))
}

async function evolve(before: CaseDocument | undefined, entry: SequencedEntry, names: Names): Promise<Omit<CaseDocument, 'upTo'> | null> {
  if (entry.type === 'case.registered') return registered(entry, names)
  if (!before) return null
  switch (entry.type) {
    case 'case.handed_over': {
      const { officerIds, judgeId, from, reason } = CaseHandedOverSchema.parse(entry.body)
      const staff = await names.staff([...from, ...officerIds, judgeId])
      const named = (ids: string[]) => ids.map((id) => staff.get(id) ?? id).join('、')
      const detail = `承办人：${named(from)} → ${named(officerIds)}；员额法官：${named([judgeId])}`
      return {
        ...before,
        officerIds,
        judgeId,
        timeline: [...before.timeline, { at: entry.at, title: '更换承办人', detail }],
        handOvers: [...before.handOvers, { at: entry.at, from, to: officerIds, reason }],
      }
    }
    case 'termination.bypassed': {
      const { checks, staffIds } = TerminationBypassedSchema.parse(entry.body)
      return { ...before, bypassed: [...before.bypassed, { at: entry.at, checks, staffIds }] }
    }
    case 'termination.sheet_filed':
      return before.bypassed.length > 0 ? { ...before, bypassed: [] } : before
    case 'case.corrected':
      return { ...before, ...CaseCorrectedSchema.parse(entry.body) }
    case 'case.transferred_out': {
      const { transferId, to, paper } = CaseTransferredOutSchema.parse(entry.body)
      const title = `移送${to.name}`
      return {
        ...before, officerIds: [], judgeId: '', transferred: { ...to, transferId, newCaseNumber: null },
        timeline: [...before.timeline, { at: entry.at, title, detail: `依据${paper}。以后由${to.name}办理，电话 ${to.phone}。` }],
      }
    }
    case 'case.transfer_undone': {
      const { officerIds, judgeId } = TransferUndoneSchema.parse(entry.body)
      return { ...before, officerIds, judgeId, transferred: null, timeline: [...before.timeline, { at: entry.at, title: '撤回移送', detail: '移送是误录，案件仍由本院办理。' }] }
    }
    case 'case.transfer_refused': {
      const { officerIds, judgeId } = TransferRefusedSchema.parse(entry.body)
      const detail = `${before.transferred?.name ?? '对方法院'}没有接收，案件仍由本院办理。`
      return { ...before, officerIds, judgeId, transferred: null, timeline: [...before.timeline, { at: entry.at, title: '移送退回', detail }] }
    }
    case 'case.transfer_acknowledged': {
      const { newCaseNumber } = TransferAcknowledgedSchema.parse(entry.body)
      if (!before.transferred) return before
      const detail = `新案号 ${newCaseNumber}。`
      return { ...before, transferred: { ...before.transferred, newCaseNumber }, timeline: [...before.timeline, { at: entry.at, title: `${before.transferred.name}已接收`, detail }] }
    }
    case 'case.taken_over': {
      const { from, formerNumber } = CaseTakenOverSchema.parse(entry.body)
      const former = { ...from, caseNumber: formerNumber }
      return { ...before, former, timeline: [...before.timeline, { at: entry.at, title: `由${from.name}移送本院`, detail: `原案号 ${formerNumber}。` }] }
    }
    case 'case.closed': {
      const { way, closedOn } = CaseClosedSchema.parse(entry.body)
      const detail = `${way}。结案后仍可留言，由${before.department}答复。`
      return { ...before, status: 'closed', closedOn, timeline: [...before.timeline, { at: entry.at, title: '结案', detail }] }
    }
    default:
      return CHANGES_RELATIONS.has(entry.type) ? { ...before, ...(await peopleOf(evolveCase(stateOf(before), entry), names)) } : before
  }
}

/** As much of a case's state as says who its people are. */
const stateOf = ({ _id: caseId, status, caseNumber, cause, filedOn, department, relations, officerIds, judgeId, partyList }: CaseDocument): CaseState => ({
  status, caseId, caseNumber, cause, filedOn, department, parties: partyList, relations, officerIds, judgeId,
})

async function registered(entry: SequencedEntry, names: Names): Promise<Omit<CaseDocument, 'upTo'>> {
  const state = evolveCase(noCase, entry)
  const { caseId, caseNumber, cause, filedOn, department, officerIds, judgeId, matterId = null } = state
  return {
    _id: caseId, caseNumber, cause, filedOn, department, officerIds, judgeId, matterId,
    ...(await peopleOf(state, names)),
    status: 'open',
    closedOn: null,
    timeline: [{ at: filedOn, title: '执行立案', detail: cause }],
    handOvers: [],
    bypassed: [],
    transferred: null,
    former: null,
  }
}

type People = Pick<CaseDocument, 'participantIds' | 'relations' | 'endsNext' | 'partyList' | 'parties'>

async function peopleOf({ parties, relations }: CaseState, names: Names): Promise<People> {
  const standing = parties.filter(isStanding)
  const known = await names.people(standing.map(({ partyId }) => partyId))
  return {
    participantIds: [...new Set(relations.filter(({ endedAt }) => endedAt === undefined).map(({ personId }) => personId))],
    relations,
    endsNext: relations.flatMap(({ until, endedAt }) => (until !== undefined && endedAt === undefined ? [until] : [])).sort()[0] ?? null,
    partyList: parties,
    parties: standing.map(({ partyId, side }) => ({ name: known.get(partyId) ?? '', role: sideTitle(side) })),
  }
}
