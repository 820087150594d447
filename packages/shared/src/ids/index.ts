import { z } from 'zod'

/**
 * Ids are opaque and random: they tell nobody how many cases, people or messages there are.
 * `c_` case, `p_` litigant-side person, `s_` member of staff, `a_` attachment, `m_` what a phone calls its own write.
 */
const opaque = (prefix: string, length: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{${length}}$`))

export const CaseIdSchema = opaque('c', '8,32')
export const PersonIdSchema = opaque('p', '8,32')
export const StaffIdSchema = opaque('s', '4,32')
export const AttachmentIdSchema = opaque('a', '8,32')
/** Chosen by the phone once for each write and kept until the write is stored: it makes a repeat harmless. */
export const ClientMessageIdSchema = z.string().regex(/^m_[0-9a-z]{16,40}$/)

/** A thread is one case × one litigant-side person. */
export interface ThreadKey {
  caseId: string
  personId: string
}

/** A chain's name says whose it is: `thread:<case>/<person>`, `case:<case>` or `access:<case>`. */
export type ChainName = string
export type ChainKind = 'thread' | 'case' | 'access'

export const threadChain = (key: ThreadKey): ChainName => `thread:${key.caseId}/${key.personId}`
export const caseChain = (caseId: string): ChainName => `case:${caseId}`
export const accessChain = (caseId: string): ChainName => `access:${caseId}`

const CHAIN = /^(?:(thread):(c_[0-9a-z]{8,32})\/(p_[0-9a-z]{8,32})|(case|access):(c_[0-9a-z]{8,32}))$/

/** The parts of a chain's name, or undefined when it is none. */
export function parseChain(chain: ChainName): { kind: ChainKind; caseId: string; personId?: string } | undefined {
  const match = CHAIN.exec(chain)
  if (!match) return undefined
  if (match[1]) return { kind: 'thread', caseId: match[2]!, personId: match[3]! }
  return { kind: match[4] as ChainKind, caseId: match[5]! }
}
