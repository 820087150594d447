import { randomUUID } from 'node:crypto'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { Actor as LogActor } from '@zhixin/shared/log'
import type { Log, Tail } from '../../log'
import type { Contacts } from '../contacts'
import type { ComplaintFiles } from '../files/files'
import { followReports, followSteps, type StepEntry } from '../steps-taken'

export interface AnsweredParts {
  log: Log
  files: ComplaintFiles
  contacts: Contacts
  /** A number that the person themselves has shown to be theirs. */
  phoneOf(personId: string): Promise<string | null>
  /** Says that there is an answer under this number, and nothing of what it is about. */
  textAnswered(phone: string, receipt: string): void
}

const TELLER: LogActor = { kind: 'system', id: 'complaint-answers', role: 'notice' }

/**
 * Says by text to whoever complained that there is an answer. Written down before it is sent, so that nobody is told twice; a crash in between leaves
 * one untold, and the answer stands in the follow-up all the same. Of a report of misconduct nothing is sent unless its writer asked for it.
 */
export function createAnswered({ log, files, contacts, phoneOf, textAnswered }: AnsweredParts): Tail[] {
  async function phoneFor(key: ComplaintKey): Promise<string | null> {
    const { by, personId } = await files.state(key)
    if (by === 'anonymous') return null
    const contact = by === 'named' ? await contacts.of(key) : undefined
    if (key.stream === 'discipline') return contact?.wantsText ? contact.phone : null
    return personId === null ? (contact?.phone ?? null) : phoneOf(personId)
  }

  async function follow({ key, entry: { seq, index }, stepped }: StepEntry): Promise<void> {
    const step = files.rulesOf(key.stream).workflow.steps.find(({ id }) => id === stepped.step)
    if (step?.answers === undefined) return
    const phone = await phoneFor(key)
    if (phone === null) return
    // Two servers come here at once: whose entry it became sends.
    const mine = randomUUID()
    const entry = await log.append({
      chain: complaintChain(key), key: `from/${seq}/text`, decide: async () => ({ type: 'complaint.texted', actor: TELLER, body: { of: index, by: mine } }),
    })
    if (entry?.body.by === mine) textAnswered(phone, (await files.state(key)).receipt)
  }
  return [followSteps(log, 'complaint-answers', follow), followReports(log, 'complaint-answers-discipline', follow)]
}
