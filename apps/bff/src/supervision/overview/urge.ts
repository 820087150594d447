import { caseChain, threadChain, watchChain } from '@zhixin/shared/ids'
import type { Entry, SequencedEntry } from '@zhixin/shared/log'
import {
  aboutKey, type Calendar, canBeOverdue, type CaseState, decideUrging, type MessagingConfig, replyDue, type SupervisionReader,
  type UrgedAbout, UrgedSchema,
} from '@zhixin/shared/rules'
import { assertThat } from '@zhixin/shared/errors'
import { caseFold } from '../../cases'
import type { HeadView, Log } from '../../log'
import { keyOf } from '../../messaging'
import type { StaffActor } from '../../platform/http/actor'
import type { GatherParts } from './gather'
import type { PlacedUrge } from './item'
import { answerersOf } from './sources/threads'
import { urgingsFold } from './urgings'

export interface UrgeParts extends Pick<GatherParts, 'clocks' | 'messaging' | 'staff' | 'catalogue' | 'config'> {
  log: Log
  replyClocks: MessagingConfig['reply_clocks']
  calendar: Calendar
}

/** What waits at the heads of the chains, and who has to see to it; `about` is undefined where nothing does any more. */
interface Waiting {
  about: UrgedAbout | undefined
  staffIds: string[]
  file: CaseState
}

/**
 * Writes that somebody was urged: in the case's chain for what that keeps, beside the thread for what a thread keeps. Decided at the heads: what was
 * done or answered meanwhile, or was urged by the same person a short while ago, is refused. Throws CodedError.
 */
export function createUrge(parts: UrgeParts) {
  const { log, clocks, messaging, staff, catalogue, config, replyClocks, calendar } = parts

  return async function urge(actor: StaffActor, reader: SupervisionReader, waits: PlacedUrge, commandId: string): Promise<SequencedEntry> {
    const { place, about: wanted } = waits
    const { caseId, personId } = place
    const chain = personId === null ? caseChain(caseId) : watchChain({ caseId, personId })
    const type = personId === null ? 'case.urged' : 'watch.urged'
    const moment = await staff.moment()

    async function clockAt(state: HeadView['state'], now: string): Promise<Waiting> {
      const { clocks: running, file } = await clocks.of(place).running(state)
      const clock = running.find(({ clockId }) => `clock/${clockId}` === wanted)
      const node = clock && catalogue.nodes.get(clock.node)
      const isOver = clock && node && canBeOverdue(node) && clock.dueAt !== undefined && clock.dueAt <= now
      if (!isOver) return { about: undefined, staffIds: [], file }
      return { about: { what: 'clock', clockId: clock.clockId, node: clock.node, dueAt: clock.dueAt! }, staffIds: clocks.responsible(clock.node, file, moment), file }
    }
    async function matterAt(state: HeadView['state']): Promise<Waiting> {
      const [{ matter }, file] = await Promise.all([state(messaging.fold, threadChain({ caseId, personId: personId! })), state(caseFold, caseChain(caseId))])
      const about: UrgedAbout | undefined = matter && { what: 'matter', since: matter.since, sinceAt: matter.sinceAt }
      if (!about || aboutKey(about) !== wanted) return { about: undefined, staffIds: [], file }
      return { about, staffIds: answerersOf(file, replyDue(matter!, replyClocks, calendar).answeredBy, moment), file }
    }

    const entry = await log.append({
      chain,
      key: keyOf(actor, commandId),
      isSame: (stored: Entry) => stored.type === type && aboutKey(UrgedSchema.parse(stored.body).about) === wanted,
      async decide({ state, now }) {
        const { about, staffIds, file } = await (wanted.startsWith('clock/') ? clockAt(state, now) : matterAt(state))
        // Handed to another department meanwhile: its leader's no longer.
        assertThat(reader.scope === 'court' || file.department === reader.department, 'supervision.not_waiting')
        assertThat(!file.transferred, 'cases.transferred')
        const urgings = await state(urgingsFold, chain)
        const body = decideUrging({ about, staffIds, by: actor.staffId, now, urgings }, config)
        return { type, actor: { kind: 'staff', id: actor.staffId, role: actor.roles[0] ?? 'staff' }, body }
      },
    })
    return entry!
  }
}
