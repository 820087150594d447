import { UrgentCallInputSchema, UrgentCallListSchema, type UrgentCallList, UrgentCallParamsSchema, UrgentCallStoredSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { type ThreadKey, threadChain, urgentChain } from '@zhixin/shared/ids'
import { isToTake, openUrgent, type RingsState, type ThreadState, type UrgentConfig, type UrgentMatter, wasRung } from '@zhixin/shared/rules'
import type { Fold, Log, ReadModel } from '../log'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { ringsFold } from './fold'
import { openMatters, type UrgentModel } from './model'
import { workCallList } from './policy'
import { keyOf } from './sight'
import type { StaffCard, UrgentStaff } from './whom'

const tag = '紧急线索 urgent clues'

export interface CallListParts {
  log: Log
  list: ReadModel<UrgentModel>
  fold: Fold<ThreadState>
  staff: UrgentStaff
  config: UrgentConfig
}

type CallMatter = UrgentCallList['matters'][number]

/** For the desk that rings by telephone: whom to reach, on their own mobile, while nobody has taken it. Names no case and no party. */
export function createCallListRoutes({ log, list, fold, staff, config }: CallListParts): Route[] {
  const stateOf = async (key: ThreadKey): Promise<{ open: UrgentMatter | undefined; rings: RingsState }> => {
    const [thread, rings] = await Promise.all([log.state(fold, threadChain(key)), log.state(ringsFold, urgentChain(key))])
    return { open: openUrgent(thread.parts.urgent), rings }
  }
  const onList = new Set(config.ladder.steps.filter(({ channels }) => channels.includes('call_list')).map(({ name }) => name))

  function matterOf(key: ThreadKey, open: UrgentMatter, { rings, calls }: RingsState, cards: Map<string, StaffCard>, mobiles: Map<string, string>): CallMatter {
    const own = rings.filter(({ round, step }) => round === open.round && onList.has(step))
    return {
      ...key, startedAt: open.roundAt, isThrough: open.unreached !== undefined,
      people: [...new Set(own.map(({ staffId }) => staffId))].map((staffId) => {
        const theirs = own.filter((ring) => ring.staffId === staffId)
        const card = cards.get(staffId)
        return {
          staffId, name: card?.name ?? '', title: card?.title ?? '', phone: mobiles.get(staffId) ?? null, officePhone: card?.officePhone ?? '',
          rungAt: theirs[0]!.at, times: theirs.length, result: theirs.at(-1)!.result ?? null,
          calls: calls.filter((call) => call.staffId === staffId).map(({ at, outcome }) => ({ at, outcome })),
        }
      }),
    }
  }

  return [
    defineRoute({
      method: 'get', path: '/urgent-calls', summary: 'Whom to ring by telephone now, the oldest urgent matter first', tag,
      policy: workCallList, limit: 'read', answer: UrgentCallListSchema,
      async handle({ actor }) {
        const keys = await openMatters(log, list, actor)
        const known = await Promise.all(keys.map(async (key) => ({ key, ...(await stateOf(key)) })))
        const ringing = known.flatMap(({ key, open, rings }) => (open && isToTake(open) ? [{ key, open, rings }] : []))
        const rung = ringing.flatMap(({ open, rings }) => rings.rings.filter(({ round }) => round === open.round))
        const ids = [...new Set(rung.map(({ staffId }) => staffId))]
        const [cards, mobiles] = await Promise.all([staff.all(), staff.mobiles(ids)])
        const byId = new Map(cards.map((card) => [card.id, card]))
        return { data: { matters: ringing.map(({ key, open, rings }) => matterOf(key, open, rings, byId, mobiles)) } }
      },
    }),
    defineRoute({
      method: 'post', path: '/urgent-calls/:caseId/:personId/:staffId', summary: 'What came of a call: reached, no answer, wrong number', tag,
      policy: workCallList, limit: 'urgent', params: UrgentCallParamsSchema, body: UrgentCallInputSchema, answer: UrgentCallStoredSchema,
      async handle({ actor, params: { staffId, ...key }, body: { commandId, outcome } }) {
        const entry = await log.append({
          chain: urgentChain(key),
          key: keyOf(actor, commandId),
          isSame: ({ body }) => body.staffId === staffId && body.outcome === outcome,
          async decide({ state }) {
            const rings = await state(ringsFold, urgentChain(key))
            const open = openUrgent((await state(fold, threadChain(key))).parts.urgent)
            assertThat(open && isToTake(open) && rings.round === open.round && wasRung(rings, staffId), 'urgent.not_rung')
            const { staffId: id } = actor as StaffActor
            return { type: 'urgent.called', actor: { kind: 'staff', id, role: 'desk' }, body: { round: open.round, staffId, outcome } }
          },
        })
        return { data: { at: entry!.at } }
      },
    }),
  ] as Route[]
}
