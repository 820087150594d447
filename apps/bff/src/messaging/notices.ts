import { caseChain, parseChain, threadChain } from '@zhixin/shared/ids'
import type { JsonObject, SequencedEntry } from '@zhixin/shared/log'
import {
  beginsWith, CaseClosedSchema, CaseHandedOverSchema, type CaseState, CaseTakenOverSchema, CaseTransferredOutSchema, isCurrent, isOwn,
  participantsNow, PartyReplacedSchema, PaymentSetSchema, RelationBeganSchema, RelationEndedSchema, relationsOf, type ThreadEntryType,
  TransferAcknowledgedSchema, TransferUndoneSchema,
} from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Log } from '../log'

/** Who says it: the court's system, following from an entry of the case's chain. */
const actor = { kind: 'system', id: 'case-file', role: 'notice' } as const

type Names = (ids: string[]) => Promise<Map<string, string>>
export interface NoticeParts {
  log: Log
  staffNames: Names
  personNames: Names
}
/** A notice and whose threads it stands in. */
interface Told {
  notice: Notice
  personIds: string[]
}
interface Notice {
  type: ThreadEntryType
  body: JsonObject
}

/**
 * What a case's chain says to the people in the case is told in each one's own thread: a change of who answers, the closing, and who
 * stands for one's own party. Idempotent: an entry's key is what it follows from.
 */
export async function tellThreads(parts: NoticeParts, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'case') continue
    const { caseId } = place
    const isParty = entry.type === 'party.replaced' || entry.type === 'party.added'
    const found = isParty ? await partyNotices(parts, caseId, entry) : [await noticeOf(parts, caseId, entry)]
    const told = found.flatMap((one) => one?.personIds.map((personId) => ({ personId, notice: one.notice })) ?? [])
    await Promise.all(
      told.map(({ personId, notice }) =>
        parts.log.append({ chain: threadChain({ caseId, personId }), key: `from/${entry.seq}/${notice.type}/${personId}`, decide: async () => ({ ...notice, actor }) }),
      ),
    )
  }
}

async function noticeOf({ log, staffNames, personNames }: NoticeParts, caseId: string, entry: SequencedEntry): Promise<Told | undefined> {
  const file = () => log.state(caseFold, caseChain(caseId))
  switch (entry.type) {
    case 'case.closed': {
      const { way, closedOn } = CaseClosedSchema.parse(entry.body)
      const state = await file()
      return { notice: { type: 'case.closed_notice', body: { way, closedOn, department: state.department } }, personIds: participantsNow(state, entry.at) }
    }
    case 'case.handed_over': {
      const { from, officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
      const names = await staffNames([...from, ...officerIds, judgeId])
      const named = (ids: string[]) => ids.map((id) => ({ id, name: names.get(id) ?? '' }))
      const body = { from: named(from), to: named(officerIds), judge: named([judgeId])[0]! }
      return { notice: { type: 'handler.changed', body }, personIds: participantsNow(await file(), entry.at) }
    }
    case 'case.transferred_out': {
      const { to, paper, from } = CaseTransferredOutSchema.parse(entry.body)
      const ids = [...from.officerIds, from.judgeId]
      const known = await staffNames(ids)
      const body = { to, paper, from: ids.map((id) => ({ id, name: known.get(id) ?? '' })) }
      return { notice: { type: 'case.transferred_notice', body }, personIds: participantsNow(await file(), entry.at) }
    }
    case 'case.transfer_acknowledged': {
      const state = await file()
      const { newCaseNumber } = TransferAcknowledgedSchema.parse(entry.body)
      if (!state.transferred) return undefined
      return { notice: { type: 'case.transferred_number', body: { to: state.transferred.to, newCaseNumber } }, personIds: participantsNow(state, entry.at) }
    }
    case 'case.transfer_undone': {
      const { reason } = TransferUndoneSchema.parse(entry.body)
      return { notice: { type: 'case.transfer_undone_notice', body: { reason } }, personIds: participantsNow(await file(), entry.at) }
    }
    case 'case.transfer_refused': {
      const state = await file()
      // Why the other court does not take it is between the courts; whoever waits for an answer hears who gives it.
      const body = { reason: '对方法院没有接收', refusedBy: state.cameBack?.name ?? '对方法院' }
      return { notice: { type: 'case.transfer_undone_notice', body }, personIds: participantsNow(state, entry.at) }
    }
    case 'case.taken_over': {
      const { from, formerNumber } = CaseTakenOverSchema.parse(entry.body)
      return { notice: { type: 'case.taken_over_notice', body: { from, formerNumber } }, personIds: participantsNow(await file(), entry.at) }
    }
    case 'payment.set': {
      const state = await file()
      const pay = participantsNow(state, entry.at).filter((personId) => relationsOf(state, personId, entry.at).some(({ side }) => side === 'respondent'))
      const { source } = PaymentSetSchema.parse(entry.body)
      return { notice: { type: 'payment.changed', body: { source } }, personIds: pay }
    }
    case 'relation.began':
      return standingNotice(personNames, await file(), entry, RelationBeganSchema.parse(entry.body).relationId)
    case 'relation.ended':
      return standingNotice(personNames, await file(), entry, RelationEndedSchema.parse(entry.body).relationId)
    default:
      return undefined
  }
}

/**
 * Who stood for a party that another has taken the place of is told that this is over; the new one, or who acts for it, what they are now.
 * Whoever took the same place before is told nothing: each is a party of their own.
 */
async function partyNotices({ log, personNames }: NoticeParts, caseId: string, entry: SequencedEntry): Promise<Told[]> {
  const { relations } = await log.state(caseFold, caseChain(caseId))
  const begun = relations.filter(({ relationId }) => relationId === beginsWith(entry))
  const replaced = entry.type === 'party.replaced' ? PartyReplacedSchema.parse(entry.body).partyId : undefined
  // One entry for each person: an heir who was the agent before is told what they are now.
  const isNew = (personId: string): boolean => begun.some((one) => one.personId === personId)
  const over = relations.filter((one) => one.partyId === replaced && one.replaced && one.endedAt === entry.at && !isNew(one.personId))
  const names = await personNames([...over, ...begun].map(({ personId }) => personId))
  return [...over, ...begun].map(({ personId, partyId: of, standing, authority }) => {
    const change: JsonObject = isNew(personId) ? { change: 'began' } : { change: 'ended', because: 'party_replaced' }
    const body: JsonObject = { ...change, name: names.get(personId) ?? '', personId, partyId: of, standing, ...(authority && { authority }) }
    return { notice: { type: 'standing.changed', body }, personIds: [personId] }
  })
}

/** Told to whom it is about, and to whoever is or represents the same party: never to a co-party, another agent or the other side. */
async function standingNotice(names: Names, file: CaseState, entry: SequencedEntry, relationId: string): Promise<Told | undefined> {
  const relation = file.relations.find((one) => one.relationId === relationId)
  if (!relation) return undefined
  const { personId, partyId, standing, authority, until } = relation
  const own = file.relations.filter((one) => one.partyId === partyId && isOwn(one) && isCurrent(one, entry.at))
  const hasEnded = entry.type === 'relation.ended'
  const body = {
    change: hasEnded ? 'ended' : 'began', name: (await names([personId])).get(personId) ?? '', personId, partyId, standing, ...(authority && { authority }), ...(until && { until }),
    ...(hasEnded && { because: RelationEndedSchema.parse(entry.body).because }),
  }
  return { notice: { type: 'standing.changed', body }, personIds: [...new Set([personId, ...own.map((one) => one.personId)])] }
}
