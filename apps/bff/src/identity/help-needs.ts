import type { HelpNeedsView, MyHelpNeeds } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { helpLines, type HelpNeeds as Told, type HelpNeedsConfig } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { Vault } from './vault'

/** Of these two it is kept who and when, not what: the note itself goes when it is taken back. */
interface Trace {
  at: Date
  /** accountId of the person, or staffId of the desk that looked. */
  by: string
  what: 'told' | 'taken_back' | 'looked'
}
interface HelpNeedsDoc {
  _id: string
  /** Null once it has been taken back. */
  sealed: string | null
  changedAt: Date
  traces: Trace[]
}

const TRACES_KEPT = 200
const trace = new Schema({ at: { type: Date, required: true }, by: { type: String, required: true }, what: { type: String, required: true } }, { _id: false })
const schema = new Schema<HelpNeedsDoc>(
  { _id: { type: String, required: true }, sealed: { type: String, default: null }, changedAt: { type: Date, required: true }, traces: [trace] },
  { versionKey: false, minimize: false, strict: 'throw' },
)

export interface HelpNeedsParts {
  connection: Connection
  vault: Vault
  clock: Clock
  config: HelpNeedsConfig
}

/**
 * What people need so that talking reaches them (needs help): told by themselves, sealed, in no entry, since a wish of one's own is no
 * communication about a case. Who may read it is not decided here.
 */
export function createHelpNeeds({ connection, vault, clock, config }: HelpNeedsParts) {
  const model = connection.model<HelpNeedsDoc>('HelpNeeds', schema, 'identity_help_needs')
  const contextOf = (personId: string): string => `person/${personId}/help-needs`
  const noted = (by: string, what: Trace['what'], at: Date) => ({ $push: { traces: { $each: [{ at, by, what }], $slice: -TRACES_KEPT } } })

  async function read(personId: string): Promise<{ told: Told; changedAt: string } | undefined> {
    const found = await model.findById(personId).lean<HelpNeedsDoc>()
    if (!found || found.sealed === null) return undefined
    return { told: JSON.parse(vault.open(found.sealed, contextOf(personId))) as Told, changedAt: found.changedAt.toISOString() }
  }

  const store = (personId: string, sealed: string | null, by: string, what: Trace['what']) => {
    const at = clock.now()
    return model.updateOne({ _id: personId }, { $set: { sealed, changedAt: at }, ...noted(by, what, at) }, { upsert: sealed !== null })
  }

  const self = {
    async tell(personId: string, by: string, { needs, which, note }: Told): Promise<void> {
      assertThat(needs.every((id) => config.needs.some((one) => one.id === id)), 'input.invalid', { field: 'body.needs' })
      const asksWhich = config.needs.some((one) => one.asks_which && needs.includes(one.id))
      assertThat(needs.length > 0 || note, 'input.invalid', { field: 'body.needs', detail: '请至少选一项，或写一句话。不需要了可以点“删除”。' })
      const told: Told = { needs: [...new Set(needs)], ...(asksWhich && which && { which }), ...(note && { note }) }
      await store(personId, vault.seal(JSON.stringify(told), contextOf(personId)), by, 'told')
    },
    takeBack: async (personId: string, by: string): Promise<void> => void (await store(personId, null, by, 'taken_back')),
    async mine(personId: string): Promise<MyHelpNeeds> {
      const found = await read(personId)
      return {
        purpose: config.purpose,
        choices: config.needs.map(({ id, label, asks_which: asksWhich }) => ({ id, label, asksWhich })),
        told: found ? { needs: [...found.told.needs], which: found.told.which ?? null, note: found.told.note ?? null, changedAt: found.changedAt } : null,
      }
    },
    /** As the court's side reads it. Null where nothing is told. */
    async of(personId: string): Promise<HelpNeedsView | null> {
      const found = await read(personId)
      return found ? { lines: helpLines(config, found.told), changedAt: found.changedAt } : null
    },
    /** The same for a desk that has the person before it, or on the telephone: that it looked is kept. */
    async lookedAtBy(staffId: string, personId: string): Promise<HelpNeedsView | null> {
      const found = await self.of(personId)
      if (found) await model.updateOne({ _id: personId }, noted(staffId, 'looked', clock.now()))
      return found
    },
  }
  return self
}
export type HelpNeeds = ReturnType<typeof createHelpNeeds>
