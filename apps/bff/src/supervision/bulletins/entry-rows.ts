import type { BulletinEntry } from '@zhixin/shared/contract'
import { parseChain } from '@zhixin/shared/ids'
import { type Counted, powersOf, type RolesConfig } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Cases } from '../../cases'
import type { ReadModel } from '../../log'
import type { CountedDocument, CountedModel } from './model'
import { readBulletins } from './policy'
import type { BulletinPresenter, EntryNumbers } from './present'
import type { StaffMemberCard } from './reports'

export interface EntryRowsParts {
  list: ReadModel<CountedModel>
  cases: Cases
  present: BulletinPresenter
}
export type EntryRows = (counted: readonly Counted[]) => Promise<BulletinEntry[]>

/** Who may read bulletins now. */
export const readersOf = (staff: readonly StaffMemberCard[], roles: RolesConfig): string[] =>
  staff.filter(({ active, roles: held }) => active && powersOf(roles, held).may.has(readBulletins.action)).map(({ id }) => id).sort()

/**
 * The list behind a number, the same for whoever reads it and whenever: it also stands in papers that are issued. A file that names somebody is counted,
 * and which it is is shown to nobody: whom it names may come to read bulletins.
 */
export function createEntryRows({ list, cases, present }: EntryRowsParts): EntryRows {
  return async (counted) => {
    const of = new Map<string, EntryNumbers>()
    const chains = [...new Set(counted.map(({ chain }) => chain))]
    const files = await list.documents().find({ _id: trusted({ $in: chains }) }).lean<CountedDocument[]>()
    for (const { _id, entries } of files) {
      const place = parseChain(_id)
      const said = (name: string): string | undefined => entries.reduce<string | undefined>((last,
        { body }) => (typeof body[name] === 'string' ? body[name] : last), undefined)
      of.set(_id, { receipt: said('receipt'), caseId: place?.kind === 'case' || place?.kind === 'watch' ? place.caseId : said('caseId') })
    }
    const known = await cases.numbersOf([...new Set([...of.values()].flatMap(({ caseId }) => caseId ?? []))])
    const numbers = new Map([...of].map(([chain, one]) => [chain, { ...one, number: known.get(one.caseId ?? '') }]))
    return counted.map((one) => present.entry(one, numbers))
  }
}
