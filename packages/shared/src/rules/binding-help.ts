import { z } from 'zod'
import { assertThat } from '../errors'
import { PersonIdSchema } from '../ids'
import type { Actor, EntryAttachment, JsonObject } from '../log'
import { type BindingHelpConfig, CheckSchema, DocumentKindSchema, HandedOverSchema, HelpReasonSchema } from './binding-help-config'
import type { HolidayTable } from './calendar'
import { lastDay } from './reply-clock'
import { findSensitiveNumber } from './sensitive-numbers'
import { dayOf, instantOf } from './shanghai'

/*
 * Binding help (绑定帮助): whoever cannot bind asks, the desk looks at who they are, and it ends in a one-time code, a confirmed phone or a
 * reason. Entries hold no name and no number of anybody: those are identity's, sealed, under the request's id.
 */
const Checks = z.array(CheckSchema).min(1)
const Note = z.string().max(200)

export const HelpAskedSchema = z.object({
  reason: HelpReasonSchema,
  /** In the app, or told to the desk by telephone or at the window. */
  way: z.enum(['app', 'telephone', 'window']),
})
export const HelpPaperAddedSchema = z.object({ attachmentId: z.string() })
export const HelpTakenSchema = z.object({})
export const HelpPersonAddedSchema = z.object({ personId: PersonIdSchema, documentKind: DocumentKindSchema, checks: Checks, note: Note })
export const HelpCodeIssuedSchema = z.object({
  personId: PersonIdSchema,
  handedOver: HandedOverSchema,
  checks: Checks,
  documentKind: DocumentKindSchema,
  /** Of a call back: whose word and which day the court has the number by. The number itself stands nowhere in the log. */
  calledNumber: z.object({ source: z.string(), since: z.iso.datetime({ precision: 3 }) }).optional(),
  note: Note,
})
export const HelpPhoneConfirmedSchema = z.object({
  personId: PersonIdSchema, checks: Checks, documentKind: DocumentKindSchema, endsOthers: z.boolean(), note: Note,
})
export const HelpRefusedSchema = z.object({ reason: z.string().min(4).max(300) })
export const HelpWithdrawnSchema = z.object({})
export const HelpBoundSchema = z.object({ personId: PersonIdSchema, accountId: z.string() })

export type HelpStatus = 'none' | 'waiting' | 'taken' | 'code_issued' | 'phone_confirmed' | 'refused' | 'withdrawn' | 'bound'
const OPEN: readonly HelpStatus[] = ['waiting', 'taken']
/** Somebody still has something to do for it. */
export const isHelpOpen = (status: HelpStatus): boolean => OPEN.includes(status)
/** Nothing more comes of it; a code that was handed over may yet be used. */
export const isHelpOver = (status: HelpStatus): boolean => !isHelpOpen(status) && status !== 'code_issued' && status !== 'none'

export interface HelpState {
  status: HelpStatus
  reason: z.infer<typeof HelpReasonSchema> | null
  way: z.infer<typeof HelpAskedSchema>['way'] | null
  askedAt: string
  /** Who asked: an account or person in the app, a member of staff for somebody. */
  askedBy: string
  takenBy: string | null
  papers: readonly EntryAttachment[]
  /** Whose the code or the phone is. */
  personId: string | null
  addedPersonId: string | null
  refusal: string | null
  closedAt: string | null
}
export const noHelp: HelpState = {
  status: 'none', reason: null, way: null, askedAt: '', askedBy: '', takenBy: null, papers: [], personId: null, addedPersonId: null, refusal: null,
  closedAt: null,
}

interface Happened {
  type: string
  at: string
  actor: Pick<Actor, 'id'>
  body: unknown
  attachments: readonly EntryAttachment[]
}

/** State of a request after one more entry. Other things that a `request:` chain may hold leave it as it is. */
export function evolveHelp(state: HelpState, { type, at, actor, body, attachments }: Happened): HelpState {
  switch (type) {
    case 'help.asked': {
      const { reason, way } = HelpAskedSchema.parse(body)
      return { ...state, status: 'waiting', reason, way, askedAt: at, askedBy: actor.id }
    }
    case 'help.paper_added':
      return { ...state, papers: [...state.papers, ...attachments] }
    case 'help.taken':
      return { ...state, status: state.status === 'waiting' ? 'taken' : state.status, takenBy: actor.id }
    case 'help.person_added':
      return { ...state, addedPersonId: HelpPersonAddedSchema.parse(body).personId }
    case 'help.code_issued':
      return { ...state, status: 'code_issued', personId: HelpCodeIssuedSchema.parse(body).personId }
    case 'help.phone_confirmed':
      return { ...state, status: 'phone_confirmed', personId: HelpPhoneConfirmedSchema.parse(body).personId, closedAt: at }
    case 'help.refused':
      return { ...state, status: 'refused', refusal: HelpRefusedSchema.parse(body).reason, closedAt: at }
    case 'help.withdrawn':
      return { ...state, status: 'withdrawn', closedAt: at }
    case 'help.bound':
      return { ...state, status: 'bound', personId: HelpBoundSchema.parse(body).personId, closedAt: at }
    default:
      return state
  }
}

export type HelpCommand =
  | { type: 'AskHelp'; asked: z.infer<typeof HelpAskedSchema> }
  | { type: 'AddPaper'; paper: EntryAttachment }
  | { type: 'TakeHelp' }
  | { type: 'AddPerson'; added: z.infer<typeof HelpPersonAddedSchema>; handedOver: z.infer<typeof HandedOverSchema> }
  | { type: 'IssueCode'; issued: z.infer<typeof HelpCodeIssuedSchema> }
  | { type: 'ConfirmPhone'; confirmed: z.infer<typeof HelpPhoneConfirmedSchema> }
  | { type: 'RefuseHelp'; reason: string }
  | { type: 'WithdrawHelp' }
  | { type: 'NoteBound'; bound: z.infer<typeof HelpBoundSchema> }

export interface HelpDraft {
  type: string
  actor: Actor
  body: JsonObject
  attachments: EntryAttachment[]
}
export type HelpRules = Pick<BindingHelpConfig, 'required_checks' | 'most'>

/**
 * The one entry that a command becomes; undefined: there is nothing to write. Throws CodedError. Does not check that the desk may work
 * requests, that a person exists, or that a number called is one the court knows.
 */
export function decideHelp(command: HelpCommand, state: HelpState, { actor, rules }: { actor: Actor; rules: HelpRules }): HelpDraft | undefined {
  const draft = (type: string, body: JsonObject, attachments: EntryAttachment[] = []): HelpDraft => ({ type, actor, body, attachments })
  if (command.type === 'AskHelp') {
    assertThat(state.status === 'none', 'help.over')
    return draft('help.asked', command.asked)
  }
  assertThat(state.status !== 'none', 'input.not_found')
  switch (command.type) {
    case 'AddPaper':
      assertThat(isHelpOpen(state.status), 'help.over')
      assertThat(state.papers.length < rules.most.papers, 'help.papers_full')
      return draft('help.paper_added', { attachmentId: command.paper.id }, [command.paper])
    case 'WithdrawHelp':
      assertThat(isHelpOpen(state.status) || state.status === 'code_issued', 'help.over')
      return draft('help.withdrawn', {})
    case 'TakeHelp':
      assertThat(!isHelpOver(state.status), 'help.over')
      return state.takenBy === actor.id ? undefined : draft('help.taken', {})
    case 'NoteBound':
      return state.status === 'bound' ? undefined : draft('help.bound', command.bound)
    default:
      return decideDesk(command, state, actor, rules, draft)
  }
}

type DeskCommand = Extract<HelpCommand, { type: 'RefuseHelp' | 'AddPerson' | 'IssueCode' | 'ConfirmPhone' }>
type DraftOf = (type: string, body: JsonObject) => HelpDraft

/** The desk's work, done by whoever has taken the request. */
function decideDesk(command: DeskCommand, state: HelpState, actor: Actor, rules: HelpRules, draft: DraftOf): HelpDraft {
  assertThat(!isHelpOver(state.status), 'help.over')
  assertThat(state.takenBy === actor.id, 'help.not_taken')
  switch (command.type) {
    case 'RefuseHelp':
      assertThat(isHelpOpen(state.status), 'help.over')
      assertPlain(command.reason, 'body.reason')
      return draft('help.refused', { reason: command.reason })
    case 'AddPerson':
      // Who the court has never seen shows their papers at the window; nobody gets into its records by telephone.
      assertThat(command.handedOver === 'in_person', 'help.in_person_only')
      assertChecked(command.added.checks, rules.required_checks.in_person)
      assertPlain(command.added.note, 'body.note')
      return draft('help.person_added', { ...command.added })
    case 'IssueCode': {
      const { handedOver, checks, calledNumber, note, ...rest } = command.issued
      assertChecked(checks, rules.required_checks[handedOver])
      assertThat((handedOver === 'call_back') === (calledNumber !== undefined), 'help.number_unknown')
      assertPlain(note, 'body.note')
      return draft('help.code_issued', { ...rest, handedOver, checks, note, ...(calledNumber && { calledNumber }) })
    }
    case 'ConfirmPhone':
      assertChecked(command.confirmed.checks, rules.required_checks.in_person)
      assertPlain(command.confirmed.note, 'body.note')
      return draft('help.phone_confirmed', { ...command.confirmed })
  }
}

function assertChecked(done: readonly string[], required: readonly string[]): void {
  assertThat(required.every((check) => done.includes(check)), 'help.check_missing', { field: 'body.checks' })
}

/** Entries are for ever: a telephone or document number in a note would be, too. */
function assertPlain(text: string, field: string): void {
  assertThat(findSensitiveNumber(text) === undefined && !/\d[\d\s-]{5,}\d/.test(text), 'help.number_in_note', { field })
}

export interface HelpDue {
  targetAt: string
  alarmAt: string
}
const END_OF_DAY = 24 * 60

/** When a request should be and must be worked, counted from the asking; instants, RFC 3339. A service target, not a statutory period. */
export function helpDue(askedAt: string, { target, alarm }: BindingHelpConfig['clock'], holidays: HolidayTable): HelpDue {
  const end = (limit: typeof target): string => instantOf(lastDay(limit, dayOf(askedAt), holidays), END_OF_DAY)
  return { targetAt: end(target), alarmAt: end(alarm) }
}
