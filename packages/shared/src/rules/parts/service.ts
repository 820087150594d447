import { assertThat } from '../../errors'
import type { EntryAttachment } from '../../log'
import { isOfficeTime } from '../calendar'
import { HANDLERS, LITIGANTS } from '../case-file'
import { type CaseRelation, isOwn } from '../relations'
import { findSensitiveNumber } from '../sensitive-numbers'
import type { ServedDocument, ServiceConfig } from '../service/config'
import {
  type ServiceArrived, ServiceArrivedSchema, ServiceConfirmedSchema, type ServiceConsented, ServiceConsentedSchema, ServiceConsentWithdrawnSchema,
  ServiceNotedSchema, ServiceOpenedSchema, type ServiceSent, ServiceSentSchema,
} from '../service/entries'
import { dayOf } from '../shanghai'
import type { AttachmentNote } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import { isSealed } from './sealing'
import type { ThreadEntryType } from './sealable'

interface Moment {
  index: number
  at: string
}
export interface ServiceConsent extends ServiceConsented, Moment {
  /** No longer, from this entry on. */
  ended?: Moment & { via: 'phone' | 'paper' }
}
/** One document that was served, or is on its way. */
export interface Service extends ServiceSent, Moment {
  /** SM3 of what was served. */
  sm3: string
  /** Who served it. */
  by: string
  arrived?: Moment & Omit<ServiceArrived, 'of'>
  opened?: Moment
  confirmed?: Moment
  notes: readonly (Moment & { note: string })[]
}
export interface ServiceState {
  consents: readonly ServiceConsent[]
  services: readonly Service[]
}

/** What of the court's configuration a command rests on: chosen by whoever lets it in, as it is that day. */
type Served = ServedDocument & { id: string }
type SaidOfServing = { number?: string; partyId: string; attachment: AttachmentNote; offHoursReason?: string }
/** A photo or PDF of the signed paper, and what the entry commits to of it. */
type Scan = { note: AttachmentNote; committed: EntryAttachment }
type Statement = Pick<ServiceConsented, 'address' | 'hash' | 'statement'>
export type ServiceCommand =
  | { type: 'ConsentToService'; statement: Statement; agents: ServiceConfig['agents']['authorities'] }
  | { type: 'WithdrawServiceConsent' }
  | {
      type: 'RecordPaperConsent'; given: boolean; paper: NonNullable<ServiceConsented['paper']>; scan?: Scan; statement: Statement
      agents: ServiceConfig['agents']['authorities']
    }
  | {
      type: 'Serve'; document: Served; said: SaidOfServing; attachment: EntryAttachment; address: string; effect: string; cite: string; paper?: string
      agents: ServiceConfig['agents']['authorities']
    }
  | { type: 'OpenService'; of: number }
  | { type: 'ConfirmService'; of: number }
  | { type: 'NoteService'; of: number; note: string }

/** By what somebody may take documents now: for themselves and those they represent, and as an agent with the authority that the court asks for. */
export const receivingRelations = (standing: readonly CaseRelation[], agents: ServiceConfig['agents']['authorities']): CaseRelation[] =>
  standing.filter((one) => isOwn(one) || (one.authority !== undefined && agents.includes(one.authority)))

/** The consent that stands now, if any. */
export const consentOf = ({ consents }: ServiceState): ServiceConsent | undefined => consents.find(({ ended }) => !ended)

export const service: ThreadPart<ServiceState, ServiceCommand> = {
  initial: { consents: [], services: [] },
  commands: ['ConsentToService', 'WithdrawServiceConsent', 'RecordPaperConsent', 'Serve', 'OpenService', 'ConfirmService', 'NoteService'],
  evolve(state, { type, index, at, actor, body, attachments = [] }) {
    const moment = { index, at }
    switch (type) {
      case 'service.consented':
        return { ...state, consents: [...ended(state.consents, { ...moment, via: 'phone' }), { ...ServiceConsentedSchema.parse(body), ...moment }] }
      case 'service.consent_withdrawn':
        return { ...state, consents: ended(state.consents, { ...moment, via: ServiceConsentWithdrawnSchema.parse(body).via }) }
      case 'service.sent':
        return { ...state, services: [...state.services, { ...ServiceSentSchema.parse(body), ...moment, sm3: attachments[0]?.sm3 ?? '', by: actor.id, notes: [] }] }
      case 'service.arrived': {
        const { of, ...arrived } = ServiceArrivedSchema.parse(body)
        return changed(state, of, (one) => ({ ...one, arrived: one.arrived ?? { ...arrived, ...moment } }))
      }
      case 'service.opened':
        return changed(state, ServiceOpenedSchema.parse(body).of, (one) => ({ ...one, opened: one.opened ?? moment }))
      case 'service.confirmed':
        return changed(state, ServiceConfirmedSchema.parse(body).of, (one) => ({ ...one, confirmed: one.confirmed ?? moment }))
      case 'service.noted': {
        const { of, note } = ServiceNotedSchema.parse(body)
        return changed(state, of, (one) => ({ ...one, notes: [...one.notes, { ...moment, note }] }))
      }
      default:
        return state
    }
  },
  /** Does not look at the document's bytes, nor whether the person has an account here: whoever lets the command in has. */
  decide(command, { parts: { service: state, sealing } }, context) {
    const { actor, relation, now } = context
    const draft = (type: ThreadEntryType, body: object): ThreadDraft => ({ type, actor, body: body as ThreadDraft['body'], attachments: [] })
    const byThemselves = (): void => assertThat(actor.kind === 'person' && LITIGANTS.includes(relation), 'access.forbidden')
    const byCourt = (): void => assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    const served = (of: number): Service => {
      const found = state.services.find(({ index }) => index === of)
      assertThat(found, 'service.unknown', { field: 'params.index' })
      return found
    }
    switch (command.type) {
      case 'ConsentToService':
        byThemselves()
        return consenting(command, state, context)
      case 'WithdrawServiceConsent':
        byThemselves()
        assertThat(consentOf(state), 'service.no_consent_to_withdraw')
        return draft('service.consent_withdrawn', { via: 'phone' })
      case 'RecordPaperConsent': {
        byCourt()
        const { given, paper, scan } = command
        assertThat(!scan || SHOWS.test(scan.committed.type), 'service.scan_only', { field: 'body.scan' })
        assertThat(paper.signedOn <= dayOf(now), 'input.invalid', { field: 'body.signedOn', detail: '签字日期不能晚于今天。' })
        assertThat(!findSensitiveNumber(paper.number), 'messaging.sensitive_number', { field: 'body.number' })
        if (given) return consenting(command, state, context)
        assertThat(consentOf(state), 'service.no_consent_to_withdraw')
        return { ...draft('service.consent_withdrawn', { via: 'paper', paper, ...enclosing(scan) }), attachments: committedOf(scan) }
      }
      case 'Serve':
        byCourt()
        return serving(command, state, context)
      case 'OpenService':
        byThemselves()
        assertThat(!isSealed(sealing, command.of), 'messaging.sealed')
        return served(command.of).opened ? undefined : draft('service.opened', { of: command.of })
      case 'ConfirmService':
        byThemselves()
        return served(command.of).confirmed ? undefined : draft('service.confirmed', { of: command.of })
      case 'NoteService':
        byCourt()
        served(command.of)
        assertThat(!findSensitiveNumber(command.note), 'messaging.sensitive_number', { field: 'body.note' })
        return draft('service.noted', { of: command.of, note: command.note.trim() })
    }
  },
}

const SHOWS = /^(image\/|application\/pdf$)/
const enclosing = (scan: Scan | undefined): Pick<ServiceConsented, 'attachments'> => (scan ? { attachments: [scan.note] } : {})
const committedOf = (scan: Scan | undefined): EntryAttachment[] => (scan ? [scan.committed] : [])

type Of<T extends ServiceCommand['type']> = Extract<ServiceCommand, { type: T }>

function consenting(command: Of<'ConsentToService' | 'RecordPaperConsent'>, state: ServiceState, { actor, standing = [] }: ThreadContext): ThreadDraft | undefined {
  const { statement, agents } = command
  const relationIds = receivingRelations(standing, agents).map(({ relationId }) => relationId)
  assertThat(relationIds.length > 0, 'service.not_recipient')
  const before = consentOf(state)
  // The same once more, for all that somebody is by now, says nothing new.
  const isSame = before?.hash === statement.hash && relationIds.every((id) => before.relationIds.includes(id))
  const { paper, scan } = command.type === 'RecordPaperConsent' ? command : {}
  // A scan of a paper that was recorded without one is worth an entry.
  if (isSame && !(scan && before.paper?.number === paper?.number && !before.attachments)) return undefined
  const how: Pick<ServiceConsented, 'via' | 'paper' | 'attachments'> = paper ? { via: 'paper', paper, ...enclosing(scan) } : { via: 'phone' }
  const body: ServiceConsented = { ...how, ...statement, relationIds }
  return { type: 'service.consented', actor, body, attachments: committedOf(scan) }
}

function serving(command: Of<'Serve'>, state: ServiceState, { actor, now, calendar, rules, standing = [] }: ThreadContext): ThreadDraft {
  const { document, said: { number, partyId, attachment, offHoursReason }, attachment: committed, address, effect, cite, paper, agents } = command
  assertThat(document.electronic, 'service.not_electronic', { field: 'body.document', ...(document.because !== undefined && { detail: `${document.label}：${document.because}` }) })
  const relation = receivingRelations(standing, agents).find((one) => one.partyId === partyId)
  assertThat(relation, 'service.not_recipient', { field: 'body.partyId' })
  assertThat(document.sides.includes(relation.side), 'service.wrong_side', { field: 'body.document' })
  const consent = consentOf(state)
  assertThat(consent && consent.relationIds.includes(relation.relationId), 'service.no_consent')
  assertThat(committed.type === 'application/pdf', 'service.pdf_only', { field: 'body.attachment' })
  // Of the same paper the first service counts: a second one would only make a second day.
  const isTwice = state.services.some((one) => one.sm3 === committed.sm3 && one.partyId === partyId)
  assertThat(!isTwice, 'service.served_already', { field: 'body.attachment' })
  assertThat(!findSensitiveNumber(number ?? ''), 'messaging.sensitive_number', { field: 'body.number' })
  const needsReason = rules.off_hours_reason_required.required && !isOfficeTime(calendar, now)
  assertThat(!needsReason || offHoursReason, 'messaging.off_hours_reason_required', { field: 'body.offHoursReason' })
  const { id, label, kind, records, follows } = document
  const body: ServiceSent = {
    document: id, label, kind, ...(number !== undefined && { number }), partyId, relationId: relation.relationId, side: relation.side,
    consent: consent.index, address,
    attachments: [attachment], records, follows, ...(paper !== undefined && { paper }), effect, cite, ...(needsReason && { offHoursReason }),
  }
  return { type: 'service.sent', actor, body, attachments: [committed] }
}

/**
 * That a document has reached its reader's system, by an entry of their thread (`cause`) that shows it; undefined where nothing was served under that
 * index, where it has arrived before, or where no consent stood any more by then: that one is served on paper.
 */
export function arrivalOf({ consents, services }: ServiceState, of: number, cause: Moment, when: ServiceArrived['when']): Omit<ServiceArrived, 'runs'> | undefined {
  const sent = services.find(({ index }) => index === of)
  if (!sent || sent.arrived || cause.index < of) return undefined
  const stood = consents.some(({ index, relationIds, ended: end }) =>
    index < cause.index && relationIds.includes(sent.relationId) && (end === undefined || end.index > cause.index))
  return stood ? { of, when, arrivedAt: cause.at, on: dayOf(cause.at) } : undefined
}

const ended = (consents: readonly ServiceConsent[], end: NonNullable<ServiceConsent['ended']>): ServiceConsent[] =>
  consents.map((one) => (one.ended ? one : { ...one, ended: end }))

const changed = (state: ServiceState, of: number, change: (one: Service) => Service): ServiceState => ({
  ...state, services: state.services.map((one) => (one.index === of ? change(one) : one)),
})
