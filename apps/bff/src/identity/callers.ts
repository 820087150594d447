import { PhoneSchema } from '@zhixin/shared/contract'
import { trusted } from 'mongoose'
import type { Attempts } from './attempts'
import type { Models, PersonDoc } from './model'
import { comparableName } from './numbers'
import type { Papers, People } from './people'
import type { Vault } from './vault'

const LAST = 4
/** Nobody: what is asked of them goes the way that it goes with somebody. */
const NOBODY = 'p_00000000'

/** What a caller says of themselves, as a clerk typed it. */
export interface CallerSaid {
  name: string
  lastFour: string
  caseNumber: string
}
interface Parts {
  models: Models
  vault: Vault
  people: Pick<People, 'byPapers' | 'identityNumberOf'>
  attempts: Attempts
}

/** Whom a caller of the hotline may be taken for. Nothing here says which of the answers was wrong, or whether there is such a person. */
export function createCallers({ models: { people: docs }, vault, people, attempts }: Parts) {
  return {
    /**
     * Who of these people says this of themselves; undefined where it is nobody, or not one alone. Too many that are wrong lock what was claimed, be
     * there such a person or not, and the clerk who types; never their colleagues. Throws `auth.locked`.
     */
    async who({ name, lastFour, caseNumber }: CallerSaid, among: readonly string[], staffId: string): Promise<string | undefined> {
      const said = comparableName(name)
      const attempt = await attempts.begin({ account: `caller:${caseNumber}\n${said}`, desk: `caller:${staffId}` })
      const known: PersonDoc[] = await docs.find({ _id: trusted({ $in: [...among, NOBODY] }) }).lean()
      const fits = (person: PersonDoc): boolean => {
        // Both are looked at, whatever the first one says.
        const isName = comparableName(person.name) === said
        const isNumber = people.identityNumberOf(person).slice(-LAST).toUpperCase() === lastFour.toUpperCase()
        return isName && isNumber
      }
      const right = known.map((person) => ({ person, fits: fits(person) })).filter((one) => one.fits)
      const [one] = right
      if (right.length !== 1 || !one) return undefined
      await attempt.succeeded()
      return one.person._id
    },
    /** Counts that somebody asks to be rung back under these papers, as `who` counts; what is right is not told apart from what is wrong. */
    async asksCallBack({ documentKind, identityNumber }: Required<Papers>, staffId: string): Promise<void> {
      await attempts.begin({ account: `caller-back:${documentKind}\n${identityNumber}`, desk: `caller:${staffId}` })
    },
    /** How many people the court knows under a name or a phone: for the record of a search, never for whoever searched. */
    async found(by: 'name' | 'phone', words: string): Promise<number> {
      if (by === 'name') return docs.countDocuments({ name: words.trim() })
      return docs.countDocuments({ 'phones.index': vault.indexOf('phone', PhoneSchema.safeParse(words).data ?? words) })
    },
  }
}
export type Callers = ReturnType<typeof createCallers>
