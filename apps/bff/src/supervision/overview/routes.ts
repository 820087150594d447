import {
  EntriesBehindSchema, MyUrgingsSchema, SupervisionItemParamsSchema, SupervisionListParamsSchema, SupervisionListQuerySchema, SupervisionListSchema,
  SupervisionOverviewSchema, UrgeSchema, UrgingDoneSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import { isUrging, scopeOf, seenBy, selectItems, UrgedSchema } from '@zhixin/shared/rules'
import { memberOf } from '../../cases'
import type { Log, ReadModel } from '../../log'
import { keyOf } from '../../messaging'
import type { Actor, StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { type Gather, type GatherParts, ofSupervision } from './gather'
import { type CourtItem, isPlaced, type PlacedUrge, urgedIdOf } from './item'
import { readSupervision, urgeSupervised } from './policy'
import type { Asker, SupervisionPresenter } from './present'
import type { PetitionUrge } from './petition-urge'
import type { createUrge } from './urge'
import type { UrgedModel } from './urgings'

const tag = '督办 supervision'
const PAGE = 30
const ENTRIES_SHOWN = 100
const item = '/supervision/lists/:measure/:itemId'

export interface SupervisionRoutesParts extends GatherParts {
  log: Log
  list: ReadModel<UrgedModel>
  present: SupervisionPresenter
  urge: ReturnType<typeof createUrge>
  petitionUrge: PetitionUrge
  gather: Gather
  /** Tells members of staff that their work list changed. */
  tell(staffIds: readonly string[]): void
}

/** What is overdue, waits or is amiss, by court, team and officer; every number with the list of what it counts, every item with its entries. */
export function createSupervisionRoutes(parts: SupervisionRoutesParts): Route[] {
  const { log, list, present, urge, petitionUrge, gather, tell, config } = parts

  function askerOf(actor: Actor): Asker & { staff: StaffActor } {
    const staff = actor as StaffActor
    const { staffId, department, roles, may } = staff
    return { staff, member: memberOf(staff), mayUrge: may.has(urgeSupervised.action), reader: { staffId, department, scope: scopeOf(roles, config.scopes) } }
  }
  /** The one door: whatever is counted, listed or opened is of this. */
  async function seen(actor: Actor): Promise<Asker & { staff: StaffActor; now: string; items: CourtItem[] }> {
    const asker = askerOf(actor)
    const { now, items } = await gather()
    return { ...asker, now, items: seenBy(items, asker.reader) }
  }
  const presented = (items: readonly CourtItem[], asker: Asker) => log.reading([list], ofSupervision, () => present.items(items, asker))

  return [
    defineRoute({
      method: 'get', path: '/supervision/overview', summary: 'Every number of what the reader supervises, with what it counts', tag,
      policy: readSupervision, limit: 'read', answer: SupervisionOverviewSchema,
      async handle({ actor }) {
        const { items, now, reader } = await seen(actor)
        return { data: await present.overview(items, reader, now) }
      },
    }),
    defineRoute({
      method: 'get', path: '/supervision/lists/:measure', summary: 'What a number counts, one by one, the oldest first', tag,
      policy: readSupervision, limit: 'read', params: SupervisionListParamsSchema, query: SupervisionListQuerySchema, answer: SupervisionListSchema,
      async handle({ actor, params: { measure }, query: { page, ...filter } }) {
        const { items, now, ...asker } = await seen(actor)
        const all = selectItems(items, { measure, ...filter }).sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id))
        const shown = await presented(all.slice((page - 1) * PAGE, page * PAGE), asker)
        return { data: { asOf: now, ...present.head(measure), total: all.length, items: shown, hasMore: all.length > page * PAGE } }
      },
    }),
    defineRoute({
      method: 'get', path: `${item}/entries`, summary: 'The entries of the log behind one of them; nothing of what was written', tag,
      policy: readSupervision, limit: 'read', params: SupervisionItemParamsSchema, answer: EntriesBehindSchema,
      async handle({ actor, params: { measure, itemId } }) {
        const { items } = await seen(actor)
        const one = selectItems(items, { measure }).find(({ id }) => id === itemId)
        assertThat(one, 'input.not_found')
        const found = (await Promise.all(one.behind.map(async ({ chain, is }) => (await log.list(chain)).filter(is)))).flat()
        const newest = found.sort((a, b) => a.seq - b.seq).slice(-ENTRIES_SHOWN)
        return { data: { entries: await present.entries(newest) } }
      },
    }),
    defineRoute({
      method: 'post', path: `${item}/urgings`, summary: 'Urges whoever has to see to it: an entry, which cannot be taken back', tag,
      policy: urgeSupervised, limit: 'write', params: SupervisionItemParamsSchema, body: UrgeSchema, answer: UrgingDoneSchema,
      async handle({ actor, params: { measure, itemId }, body: { commandId } }) {
        const { items, reader, staff } = await seen(actor)
        assertThat(reader.scope !== 'own', 'access.forbidden')
        const one = selectItems(items, { measure }).find(({ id }) => id === itemId)
        const done = async ({ at }: SequencedEntry, staffIds: readonly string[]) => {
          const names = await present.names([...staffIds, staff.staffId])
          return { data: { urged: [{ at, byName: names.get(staff.staffId) ?? '' }], names: staffIds.flatMap((id) => names.get(id) ?? []) } }
        }
        // A tap whose answer was lost is answered as it would have been then, also where it was done, or the file moved on, meanwhile.
        const before = await log.find(keyOf(staff, commandId))
        const then = before && (await petitionUrge.urgedBy(before, { measure, id: itemId }))
        if (then) return done(then.entry, then.staffIds)
        // Done meanwhile, never there, not theirs: one answer, so that none says which.
        assertThat(one ? one.urge : before && isUrging(before.type), 'supervision.not_waiting')
        if (one?.urge && !isPlaced(one.urge)) {
          const { entry, staffIds } = await petitionUrge.urge(staff, one, one.urge, commandId)
          // Of what stands in a case or beside a thread, the entry itself tells.
          tell(staffIds)
          return done(entry, staffIds)
        }
        const entry = one ? await urge(staff, reader, one.urge as PlacedUrge, commandId) : before!
        return done(entry, UrgedSchema.parse(entry.body).staffIds)
      },
    }),
    defineRoute({
      method: 'get', path: '/supervision/my-urgings', summary: 'What the reader was urged to do and has not done, the last urged first', tag,
      policy: readSupervision, limit: 'read', answer: MyUrgingsSchema,
      async handle({ actor }) {
        const asker = askerOf(actor)
        const { staffId } = asker.reader
        const mine = await log.reading([list], ofSupervision, () => list.documents().find({ staffIds: staffId }).lean())
        const lastOf = new Map(mine.map(({ _id, urgings }) => [_id, urgings[urgings.length - 1]?.at ?? '']))
        const last = ({ urge: waits, urgings = [] }: CourtItem): string | undefined =>
          isPlaced(waits) ? lastOf.get(urgedIdOf(waits.place, waits.about)) : waits && urgings[urgings.length - 1]?.at
        // A complaint's file stands once among what somebody was urged to do, whatever in it is due: as a petition, where it is one.
        const isFirstOfFile = ({ urge: waits }: CourtItem, i: number, all: readonly CourtItem[]): boolean =>
          waits === undefined || isPlaced(waits)
          || all.findIndex(({ urge: other }) => other !== undefined && !isPlaced(other) && other.complaint.complaintId === waits.complaint.complaintId) === i
        const own = seenBy((await gather()).items, { ...asker.reader, scope: 'own' }).filter((one) => last(one) !== undefined).filter(isFirstOfFile)
        return { data: { items: await presented(own.sort((a, b) => last(b)!.localeCompare(last(a)!)), asker) } }
      },
    }),
  ] as Route[]
}
