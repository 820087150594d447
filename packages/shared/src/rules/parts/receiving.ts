import { z } from 'zod'
import { assertThat } from '../../errors'
import { PersonIdSchema, ReceivingAccountIdSchema } from '../../ids'
import { isOwn } from '../relations'
import type { ThreadPart } from '../thread-part'
import { SealApprovedSchema } from './sealing'

/** A party's account for money from the case: never its number, which stands sealed elsewhere; the last four digits alone. */
export const ReceivingAccountSetSchema = z.object({
  accountId: ReceivingAccountIdSchema,
  /** For whom the money is. */
  partyId: PersonIdSchema,
  bank: z.string().min(2).max(60),
  last4: z.string().regex(/^\d{4}$/),
  /** The holder's name as given was that of the party. */
  holderMatches: z.literal(true),
})
/** Derived: another who stands for the same party has set it in a thread of their own. */
export const ReceivingAccountChangedSchema = ReceivingAccountSetSchema.extend({ byName: z.string() })

export interface ReceivingAccount {
  accountId: string
  partyId: string
  bank: string
  last4: string
  at: string
  index: number
  /** Who set it, where that was another than the thread's person. */
  byName?: string
}
/** All there ever were and that are not sealed, in order. Of a party's the newest counts. */
export type ReceivingState = readonly ReceivingAccount[]

export type ReceivingCommand = { type: 'SetReceivingAccount'; account: z.infer<typeof ReceivingAccountSetSchema> }

export const receiving: ThreadPart<ReceivingState, ReceivingCommand> = {
  initial: [],
  commands: ['SetReceivingAccount'],
  evolve(state, { type, at, index, body }) {
    // What was sealed counts no longer: nobody is paid there, and nobody reads of it.
    if (type === 'seal.approved') return without(state, SealApprovedSchema.parse(body).of)
    if (type !== 'receiving_account.set' && type !== 'receiving_account.changed') return state
    const { holderMatches: _checked, ...account } = (type === 'receiving_account.set' ? ReceivingAccountSetSchema : ReceivingAccountChangedSchema).parse(body)
    return [...state, { ...account, at, index }]
  },
  /** Does not look at the number, the name or the text message: whoever lets the command in has. */
  decide({ account }, _thread, { actor, standing = [] }) {
    const entitles = standing.filter((relation) => relation.partyId === account.partyId)
    assertThat(actor.kind === 'person' && entitles.length > 0, 'access.forbidden')
    assertThat(entitles.some((relation) => isOwn(relation) || relation.authority === 'special'), 'messaging.special_authority_required')
    return { type: 'receiving_account.set', actor, body: account, attachments: [] }
  },
}

const without = (state: ReceivingState, sealed: number): ReceivingState =>
  state.some(({ index }) => index === sealed) ? state.filter(({ index }) => index !== sealed) : state
