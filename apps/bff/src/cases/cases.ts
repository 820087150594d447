import { accessChain, caseChain } from '@zhixin/shared/ids'
import { type CaseState, dayOf, type Relation } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { type Connection, trusted } from 'mongoose'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor, StaffActor } from '../platform/http/actor'
import { endExpired } from './commands/end-expired'
import { concerning } from './concerns'
import { caseFold } from './fold'
import { ofStaff } from './list'
import { type CaseDocument, caseModel } from './model'
import { type Names, projectCases } from './read-model'
import { relationOf } from './relation'

export interface CasesParts {
  log: Log
  connection: Connection
  names: Names
  clock: Clock
}

/** Cases, who handles them, and what anybody is to them. */
export async function createCases({ log, connection, names, clock }: CasesParts) {
  const list = await log.readModel({
    name: 'cases',
    form: 5,
    open: (collection) => caseModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectCases(model, names, entries),
  })
  // Openings already on record: spares the store a look-up for each page of a thread.
  const noted = new LRUCache<string, true>({ max: 10_000 })

  return {
    /** The read model that lists and pages are made of. */
    list,
    tail: list.tail,
    /** What an actor is to a case, decided on the case's chain at its head. */
    async relation(actor: Actor, caseId: string): Promise<{ state: CaseState; relation: Relation }> {
      const state = await log.state(caseFold, caseChain(caseId))
      return { state, relation: relationOf(actor, state, clock.now().toISOString()) }
    },
    /** How many open cases each of these members of staff handles, for one of them to see. Throws CodedError `read.behind`. */
    openCounts(actor: Actor, staffIds: string[]): Promise<Map<string, number>> {
      const handles = (id: string) => list.documents().countDocuments({ status: 'open', $or: [{ officerIds: id }, { judgeId: id }] })
      return log.reading([list], concerning(log, actor), async () =>
        new Map(await Promise.all(staffIds.map(async (id) => [id, await handles(id)] as const))))
    },
    /** Open cases in which one of these members of staff is named, the oldest first. Ask inside `log.reading`. */
    namedIn(staffIds: string[]): Promise<CaseDocument[]> {
      const named = trusted({ $in: staffIds })
      return list.documents().find({ status: 'open', $or: [{ officerIds: named }, { judgeId: named }] }).sort({ filedOn: 1, _id: 1 }).lean<CaseDocument[]>()
    },
    /** Ids of all cases that a member of staff is something to. Ask inside `log.reading`. */
    async idsOf(actor: StaffActor): Promise<string[]> {
      return (await list.documents().find(ofStaff(actor)).select('_id').lean<{ _id: string }[]>()).map(({ _id }) => _id)
    },
    /** Cases that were given to another court which has not said yet that it has them, as far as the read model has got. */
    async givenAway(): Promise<string[]> {
      const waiting = { transferred: trusted({ $ne: null }), 'transferred.newCaseNumber': null }
      return (await list.documents().find(waiting).select('_id').lean<{ _id: string }[]>()).map(({ _id }) => _id)
    },
    /** The case that was given away under this id, as far as the read model has got. */
    async transferredAs(transferId: string): Promise<string | undefined> {
      return (await list.documents().findOne({ 'transferred.transferId': transferId }).select('_id').lean<{ _id: string }>())?._id
    },
    /** The numbers of cases, as far as the read model has got. */
    async numbersOf(caseIds: string[]): Promise<Map<string, string>> {
      const found = await list.documents().find({ _id: trusted({ $in: caseIds }) }).select('caseNumber').lean<Pick<CaseDocument, '_id' | 'caseNumber'>[]>()
      return new Map(found.map(({ _id, caseNumber }) => [_id, caseNumber]))
    },
    /** The case of a number as `caseNumberOf` writes it, as far as the read model has got; ask inside `log.reading`. */
    async idOfNumber(caseNumber: string): Promise<string | undefined> {
      return (await list.documents().findOne({ caseNumber }).select('_id').lean<{ _id: string }>())?._id
    },
    /** Says of every relation whose time is over that it has ended. Run it now and then. */
    endExpired: (): Promise<number> => endExpired(log, list.documents(), clock.now().toISOString()),
    /** Leaves an entry that this member of staff opened part of a case: one for each sitting (sign-in) and day. */
    async noteOpening(actor: StaffActor, relation: string, caseId: string, what: string): Promise<void> {
      const key = `opened/${actor.staffId}/${actor.sessionId}/${dayOf(clock.now().toISOString())}/${caseId}/${what}`
      if (noted.has(key)) return
      await log.append({
        chain: accessChain(caseId),
        key,
        decide: async () => ({ type: 'file.opened', actor: { kind: 'staff', id: actor.staffId, role: relation }, body: { what } }),
      })
      noted.set(key, true)
    },
  }
}
export type Cases = Awaited<ReturnType<typeof createCases>>
