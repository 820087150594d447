import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, complaintOf } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { ComplaintSteppedSchema } from '@zhixin/shared/rules'
import type { Log } from '../../log'
import { keyOf } from '../../messaging'
import type { StaffActor } from '../../platform/http/actor'
import type { GatherParts } from './gather'
import type { ComplaintUrge, CourtItem } from './item'
import { soonAfter } from './soon'
import { petitionItemsOf, urgeStepOf } from './sources/petitions'

const HOUR_MS = 3_600_000

/** An urging that stands in a file, and whom it told. */
export interface ComplaintUrged {
  entry: SequencedEntry
  staffIds: readonly string[]
}

/**
 * Urges a petition or feedback: its workflow's own step (T25), by whoever that lets, decided at the head of its file; the same person not again within
 * the configured time.
 */
export function createPetitionUrge(parts: GatherParts & { log: Log }) {
  const { log, complaints: { files }, config, staff } = parts

  return {
    /** Throws CodedError. Nobody urges themselves. */
    async urge(actor: StaffActor, { staffIds }: CourtItem, { complaint: key }: ComplaintUrge, commandId: string): Promise<ComplaintUrged> {
      const step = urgeStepOf(files.rulesOf(key.stream))
      assertThat(step, 'supervision.not_waiting')
      const others = staffIds.filter((id) => id !== actor.staffId)
      assertThat(others.length > 0, 'supervision.nobody_to_urge')
      const entry = await files.append(key, {
        key: keyOf(actor, commandId),
        actor: { kind: 'staff', id: actor.staffId, role: actor.roles[0] ?? 'staff' },
        command: { type: 'TakeStep', step: step.id, fields: {}, declared: [], papers: [] },
        says: { step: step.id },
        async who(file, at) {
          assertThat(step.from.includes(file.state), 'supervision.not_waiting')
          const since = Date.parse(files.now()) - config.urging.not_again_within_hours * HOUR_MS
          const isFresh = file.steps.some((one) => one.step === step.id && one.actor.id === actor.staffId && Date.parse(one.at) > since)
          assertThat(!isFresh, 'supervision.urged_already')
          return files.whoOf(actor, file, at)
        },
      })
      return { entry: entry!, staffIds: others }
    },
    /** What an urging that is on record said when it was made, wherever the file is by now; undefined: the entry urges nothing, or something else. */
    async urgedBy(entry: SequencedEntry, { measure, id }: Pick<CourtItem, 'measure' | 'id'>): Promise<ComplaintUrged | undefined> {
      const key = complaintOf(entry.chain)
      if (!key || entry.type !== 'complaint.stepped') return undefined
      if (ComplaintSteppedSchema.parse(entry.body).step !== urgeStepOf(files.rulesOf(key.stream))?.id) return undefined
      const before = await log.list(complaintChain(key), { before: entry.index })
      const items = await petitionItemsOf(parts, key, before, { now: entry.at, soon: soonAfter(entry.at, config), moment: await staff.moment() })
      const one = items.find((item) => item.measure === measure && item.id === id)
      return one && { entry, staffIds: one.staffIds.filter((staffId) => staffId !== entry.actor.id) }
    },
  }
}
export type PetitionUrge = ReturnType<typeof createPetitionUrge>
