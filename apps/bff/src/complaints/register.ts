import { type Complain, type ComplainantContact, type ComplaintReceipt, type RegisterComplaint } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { Actor as LogActor } from '@zhixin/shared/log'
import { type Channel, type ComplaintReceived, decideComplaint, noComplaint } from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import { whomItIsAbout } from './about'
import type { Contacts } from './contacts'
import { COMPLAINANT, type ComplaintFiles } from './files/files'
import type { FileStaff } from './files/who'
import type { Receipts } from './receipts'

export interface Registering {
  /** Tells apart the same phone's submissions, and those of different senders: `person:p_…/m_…`, `staff:s_…/m_…`, `anyone/m_…`. */
  commandKey: string
  /** Whose uploads may be named: see `ownerOf`. */
  said: Omit<Complain | RegisterComplaint, 'commandId' | 'about' | 'channel' | 'caseId' | 'textTo' | 'contact'> & {
    /** Who reports misconduct by telephone may leave a number and no name. */
    contact?: Partial<ComplainantContact> | undefined
  }
  channel: Channel
  personId?: string
  /** Of the person's own cases, or one that a member of staff found. */
  caseId?: string
  about?: string[]
  /** The member of staff who writes it down; nobody: whoever complains does so themselves. */
  staff?: { id: string; role: string }
  /** Where they asked to be texted: about a report of misconduct nothing is sent anywhere else. */
  textTo?: string | undefined
}

export interface RegisterParts {
  files: ComplaintFiles
  receipts: Receipts
  contacts: Contacts
  attachments: Attachments
  staff: { all(): Promise<FileStaff[]> }
}

/** `isNew`: nothing of it stood here before; otherwise it is the answer of the first time. */
export type Registered = ComplaintReceipt & { target: ComplaintKey; isNew: boolean }

/** Uploads for a complaint belong to it and to nobody: who brought them does not stand beside them. */
export const ownerOf = (complaintId: string): string => `complaint/${complaintId}`

/**
 * The one way in for all complaints. Tried out before anything is kept; then the receipt, then how to reach whoever complained, then the entry: each
 * the same when it comes again, so what was cut off in between is finished by the repeat. Of what is registered already a repeat gets the receipt, whenever
 * it comes: uploads are let go of after some days, and rules change.
 */
export function createRegister({ files, receipts, contacts, attachments, staff: directory }: RegisterParts) {
  return async function register({ commandKey, said, channel, personId, caseId, about = [], staff, textTo }: Registering): Promise<Registered> {
    const { stream, matter, confidential, caseNumber, aboutSaid, fields, files: brought, by, contact } = said
    const key: ComplaintKey = { stream, complaintId: files.idOf(stream, commandKey) }
    assertThat(by !== 'person' || personId !== undefined, 'input.invalid', { field: 'body.by' })
    assertThat(by !== 'named' || contact !== undefined, 'complaints.contact_missing', { field: 'body.contact' })
    assertThat(by === 'named' || contact === undefined, 'input.invalid', { field: 'body.contact' })
    const content: ComplaintReceived = {
      channel, by, ...(by === 'person' && { personId: personId! }), matter, ...(confidential !== undefined && { confidential }),
      ...(caseNumber !== undefined && { caseNumberSaid: caseNumber }), ...(caseId !== undefined && { caseId }),
      about, ...(aboutSaid !== undefined && { aboutSaid }), fields, files: brought,
    }
    const actor: LogActor = staff ? { kind: 'staff', id: staff.id, role: staff.role } : COMPLAINANT
    const rules = files.rulesOf(stream)
    const { told, next = null } = rules.workflow.states[rules.workflow.initial]!
    const open = () => receipts.open(key, { key: commandKey, content: JSON.stringify({ content, contact: contact ?? null }) })
    const before = await files.state(key)
    if (before.status === 'open') {
      const { target, receipt, followUp } = await open()
      return { target, receipt, followUp, receivedAt: before.receivedAt, told, next, isNew: false }
    }
    const meant = whomItIsAbout(content, await directory.all(), rules.workflow)
    const command = {
      type: 'Receive' as const, received: { ...content, about: meant.about, ...(meant.goesUp && { goesUp: true }) }, files: [], registeredByStaff: staff !== undefined,
    }
    decideComplaint(command, noComplaint, { actor, who: { kind: 'complainant' }, rules, now: files.now() })

    const { target, receipt, followUp, logKey } = await open()
    if (contact) {
      const { name = null, phone = null, address = null } = contact
      await contacts.keep(target, { name, phone, address, wantsText: phone !== null && phone === textTo })
    }
    const claimed = await attachments.claim(complaintChain(target), ownerOf(target.complaintId), brought.map(({ attachmentId }) => attachmentId))
    const received = { ...command.received, receipt }
    const entry = await files.append(target, {
      key: logKey, actor, says: { receipt }, who: async () => ({ kind: 'complainant' }), command: { ...command, received, files: claimed },
    })
    return { target, receipt, followUp, receivedAt: entry!.at, told, next, isNew: true }
  }
}
export type Register = ReturnType<typeof createRegister>
