import type { HelpNeedsOffer, HelpNeedsView, MyHelpNeeds } from '@zhixin/shared/contract'
import { checkedHelpNeeds, type HelpLine, helpLines, type HelpNeeds as Told, type HelpNeedsConfig } from '@zhixin/shared/rules'
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
  /** Told in a request for help before there was a person to tell it of; sealed, read by that person alone. And which request it was. */
  asked?: string
  askedIn?: string
  changedAt: Date
  traces: Trace[]
}

const TRACES_KEPT = 200
const trace = new Schema({ at: { type: Date, required: true }, by: { type: String, required: true }, what: { type: String, required: true } }, { _id: false })
const schema = new Schema<HelpNeedsDoc>(
  {
    _id: { type: String, required: true }, sealed: { type: String, default: null }, asked: String, askedIn: String, changedAt: { type: Date, required: true },
    traces: [trace],
  },
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
  const askedContext = (personId: string): string => `${contextOf(personId)}/asked`
  const noted = (by: string, what: Trace['what'], at: Date) => ({ $push: { traces: { $each: [{ at, by, what }], $slice: -TRACES_KEPT } } })

  async function read(personId: string): Promise<{ told: Told; changedAt: string } | undefined> {
    const found = await model.findById(personId).lean<HelpNeedsDoc>()
    if (!found || found.sealed === null) return undefined
    return { told: JSON.parse(vault.open(found.sealed, contextOf(personId))) as Told, changedAt: found.changedAt.toISOString() }
  }

  const store = (personId: string, sealed: string | null, by: string, what: Trace['what']) => {
    const at = clock.now()
    return model.updateOne({ _id: personId }, { $set: { sealed, changedAt: at }, $unset: { asked: 1 }, ...noted(by, what, at) }, { upsert: sealed !== null })
  }

  const shown = ({ needs, which, note }: Told) => ({ needs: [...needs], which: which ?? null, note: note ?? null })

  const self = {
    offer: (): HelpNeedsOffer => ({
      purpose: config.purpose,
      choices: config.needs.map(({ id, icon, label, asks_which: asksWhich }) => ({ id, icon, label, asksWhich })),
    }),
    linesOf: (told: Told): HelpLine[] => helpLines(config, told),
    /** As it is kept. Throws CodedError. */
    checked: (told: Told, field?: string): Told => checkedHelpNeeds(config, told, field),
    async tell(personId: string, by: string, told: Told): Promise<void> {
      await store(personId, vault.seal(JSON.stringify(self.checked(told)), contextOf(personId)), by, 'told')
    },
    /**
     * What was told in a request for help, once it is known whose it was. It waits for that person, who says whether it is theirs: until
     * then nobody reads it, and what they told before stays as it is. The same request again changes nothing.
     */
    async askedIn(requestId: string, personId: string, told: Told): Promise<void> {
      if (await model.exists({ _id: personId, askedIn: requestId })) return
      const asked = vault.seal(JSON.stringify(told), askedContext(personId))
      const fresh = { sealed: null, changedAt: clock.now(), traces: [] }
      await model.updateOne({ _id: personId }, { $set: { asked, askedIn: requestId }, $setOnInsert: fresh }, { upsert: true })
    },
    takeBack: async (personId: string, by: string): Promise<void> => void (await store(personId, null, by, 'taken_back')),
    async mine(personId: string): Promise<MyHelpNeeds> {
      const [found, kept] = await Promise.all([read(personId), model.findById(personId).lean<HelpNeedsDoc>()])
      const asked = kept?.asked === undefined ? null : shown(JSON.parse(vault.open(kept.asked, askedContext(personId))) as Told)
      return { ...self.offer(), told: found ? { ...shown(found.told), changedAt: found.changedAt } : null, asked }
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
