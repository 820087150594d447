import { randomInt } from 'node:crypto'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'

/** Prefixes of ids that an import makes: case, relation, matter, task. */
const PREFIX = { case: 'c', standing: 'l', matter: 'g', task: 't', node: 'n', number: 'c', assignment: 'n', payment: 'n', staff: 's' } as const
export type NumberKind = keyof typeof PREFIX

/** Another system's number of a thing, and what we call it. Nothing of it is personal. */
export interface KnownNumber {
  _id: string
  /** Ours, opaque. */
  id: string
  /** When the other system came to say what was taken in last. */
  asOf?: string
  /** Of a standing: the person; of a node: how often its content was corrected, and the hash of it. */
  personId?: string
  revision?: number
  digest?: string
  at: Date
}
type Remembered = Pick<KnownNumber, 'personId' | 'revision' | 'digest'>

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'
const randomId = (prefix: string): string => `${prefix}_${Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`

/**
 * Which of another system's numbers is which of our ids. A number gets its id before anything is appended under it, and for ever: whoever is
 * killed between the two, and whoever is slower, finds the same id. A dry run keeps what it would have written to itself.
 */
export function createNumbers(db: mongo.Db, clock: Clock) {
  const collection = db.collection<KnownNumber>('integration_numbers')

  function of(system: string, dry?: Map<string, KnownNumber>) {
    const place = (kind: NumberKind, scope: string, externalId: string): string => [system, kind, scope, externalId].join('/')
    const find = async (_id: string): Promise<KnownNumber | undefined> => dry?.get(_id) ?? (await collection.findOne({ _id })) ?? undefined

    /** The number's own document, made with this id, or a random one, where there is none. */
    async function take(kind: NumberKind, scope: string, externalId: string, id = randomId(PREFIX[kind]), more: Remembered = {}): Promise<KnownNumber> {
      const _id = place(kind, scope, externalId)
      const known = await find(_id)
      if (known) return known
      const made = { _id, id, at: clock.now(), ...more }
      if (dry) dry.set(_id, made)
      else {
        try {
          await collection.insertOne(made)
        } catch (error) {
          if (!isDuplicateKey(error)) throw error
          return (await find(_id))!
        }
      }
      return made
    }

    return {
      find: (kind: NumberKind, scope: string, externalId: string) => find(place(kind, scope, externalId)),
      take,
      /**
       * Says of when a thing's newest content is, before anything is appended: whoever is killed in between sends the same again, which is not
       * older. `older`: something newer was taken in before, and nothing is to be changed. What says no time is taken as it comes.
       */
      async claim({ _id, asOf: before }: KnownNumber, asOf: string | undefined): Promise<'older' | 'same' | 'newer'> {
        if (asOf === undefined) return 'same'
        if (before !== undefined && before > asOf) return 'older'
        if (dry) dry.set(_id, { ...(await find(_id))!, asOf })
        else {
          const claimed = await collection.updateOne({ _id, $or: [{ asOf: { $exists: false } }, { asOf: { $lte: asOf } }] }, { $set: { asOf } })
          // Somebody else was faster with something newer.
          if (claimed.matchedCount === 0) return 'older'
        }
        return before === asOf ? 'same' : 'newer'
      },
      /** What is known under a number by now. */
      again: async (number: KnownNumber): Promise<KnownNumber> => (await find(number._id)) ?? number,
      /** Whether nothing newer was claimed since. */
      isNewest: async ({ _id }: KnownNumber, asOf: string | undefined): Promise<boolean> => asOf === undefined || ((await find(_id))?.asOf ?? asOf) <= asOf,
      async remember({ _id }: KnownNumber, what: Remembered): Promise<void> {
        if (dry) dry.set(_id, { ...(await find(_id))!, ...what })
        else await collection.updateOne({ _id }, { $set: what })
      },
    }
  }
  return { of }
}
export type Numbers = ReturnType<ReturnType<typeof createNumbers>['of']>
