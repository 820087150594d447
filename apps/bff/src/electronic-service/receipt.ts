import { assertThat, CodedError } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import { type CaseState, type CourtProfile, isSealed, type Service, type ThreadState } from '@zhixin/shared/rules'
import { participantTitle } from '../cases'
import { GAP, serviceReceipt } from '../documents'
import type { Names } from './index'

export interface ReceiptParts {
  names: Names
  court: Pick<CourtProfile, 'name'>
}

/**
 * 送达回证: what the chain says of one service, as a document. The same entries make the same bytes. Throws `service.not_arrived` before there is
 * anything to certify, `messaging.sealed` once the document is under seal.
 */
export async function receiptOf(
  { names, court }: ReceiptParts, file: CaseState, { personId }: ThreadKey, one: Service, { parts }: ThreadState, servedBy: string,
): Promise<Buffer> {
  const { arrived } = one
  assertThat(arrived, 'service.not_arrived')
  if (isSealed(parts.sealing, one.index)) throw new CodedError('messaging.sealed')
  const people = await names.people([personId, one.partyId])
  const relation = file.relations.find(({ relationId }) => relationId === one.relationId)
  const consent = parts.service.consents.find(({ index }) => index === one.consent)
  const notes = one.notes.filter(({ index }) => !isSealed(parts.sealing, index))
  const last = [arrived.at, one.opened?.at, one.confirmed?.at, ...notes.map(({ at }) => at)].filter((at) => at !== undefined).sort().reverse()[0]!
  return serviceReceipt({
    court: court.name, caseNumber: file.caseNumber, cause: file.cause,
    recipient: `${people.get(personId) ?? ''}（${relation ? participantTitle(relation) : ''}）`,
    party: one.partyId === personId ? null : (people.get(one.partyId) ?? ''),
    document: [one.label, one.number].filter((words) => words !== undefined).join(GAP), fileName: one.attachments[0]!.name, sm3: one.sm3, address: one.address,
    consent: consent ? { via: consent.via, at: consent.at, hash: consent.hash, paper: consent.paper ?? null } : null,
    sentAt: one.at, arrivedAt: arrived.arrivedAt, on: arrived.on, openedAt: one.opened?.at ?? null, confirmedAt: one.confirmed?.at ?? null,
    servedBy, notes: notes.map(({ at, note }) => ({ at, note })), cite: one.cite, effect: one.effect, at: new Date(last),
  })
}
