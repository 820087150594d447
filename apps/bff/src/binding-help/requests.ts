import { isDeepStrictEqual } from 'node:util'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { requestChain } from '@zhixin/shared/ids'
import type { Actor as LogActor, EntryAttachment, JsonObject } from '@zhixin/shared/log'
import {
  type BindingHelpConfig, type Check, dayOf, decideHelp, type HandedOverBy, type HelpCommand, type HelpReason, type HelpState, type HolidayTable,
  instantOf, isHelpOver, lastDay,
} from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import type { HelpDetails, Identity, Papers } from '../identity'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import { type Actor, actorKeyOf, type StaffActor } from '../platform/http/actor'
import { helpFold } from './fold'

export interface RequestsParts {
  log: Log
  identity: Identity['help']
  helpNeeds: Pick<Identity['helpNeeds'], 'checked' | 'askedIn'>
  attachments: Attachments
  config: BindingHelpConfig
  calendar: HolidayTable
  clock: Clock
}
export type Asker = Extract<Actor, { kind: 'account' | 'person' }>
export interface Asked extends Omit<HelpDetails, 'phone'> {
  commandId: string
  reason: HelpReason
  phone: string | null
}
export interface Checked extends Required<Papers> {
  commandId: string
  checks: Check[]
  note: string
}

/** `calledNumber`: of a call back; `addPerson`: puts somebody the court does not know into its records. */
export type CodeWanted = Checked & { handedOver: HandedOverBy; calledNumber?: string | undefined; addPerson: boolean }

const HOUR_MS = 3_600_000

/** Requests for binding help: the asker's side and the desk's. Nothing here tells an asker whether the court knows the person named. */
export function createHelpRequests({ log, identity, helpNeeds, attachments, config, calendar, clock }: RequestsParts) {
  const { records } = identity
  const state = (requestId: string): Promise<HelpState> => log.state(helpFold, requestChain(requestId))
  const keyOf = (actor: Actor, commandId: string): string => `${actorKeyOf(actor)}/${commandId}`

  async function append(key: string, actor: LogActor, requestId: string, command: HelpCommand): Promise<void> {
    const chain = requestChain(requestId)
    const body = bodyOf(command)
    await log.append({
      chain, key,
      // A picture is another upload each time it is sent.
      isSame: (stored) => command.type === 'AddPaper' ? stored.type === 'help.paper_added' : isDeepStrictEqual(stored.body, body),
      decide: async (head) => decideHelp(command, await head.state(helpFold, chain), { actor, rules: config }),
    })
  }
  const act = (actor: Actor, requestId: string, commandId: string, command: HelpCommand): Promise<void> =>
    append(keyOf(actor, commandId), writerOf(actor), requestId, command)

  /** The form that the court's list gives a document's number. Says nothing of whether there is one. */
  function assertDocument({ documentKind, identityNumber }: Required<Papers>): void {
    const kind = config.documents.find((one) => one.kind === documentKind)
    assertThat(kind, 'help.document_unknown', { field: 'body.documentKind' })
    assertThat(new RegExp(kind.pattern).test(identityNumber), 'help.document_unknown', { field: 'body.identityNumber' })
  }

  async function openFor(actor: Actor, accountId: string | null, { commandId, reason: _reason, helpNeeds: told, ...said }: Asked) {
    const details = { ...said, ...(told && { helpNeeds: helpNeeds.checked(told, 'body.helpNeeds.needs') }) }
    const asker = { key: keyOf(actor, commandId), accountId }
    try {
      return await records.open(asker, details, config.most.asked_per_day)
    } catch (error) {
      // What holds the account may be over, and only the word of it has not arrived.
      if (!(error instanceof CodedError) || error.code !== 'help.already_open' || accountId === null) throw error
      const mine = await records.ofAccount(accountId)
      if (!mine || !isHelpOver((await state(mine.requestId)).status)) throw error
      await records.close(mine.requestId)
      return records.open(asker, details, config.most.asked_per_day)
    }
  }

  async function mine(actor: Asker): Promise<{ requestId: string; receipt: string }> {
    const found = await records.ofAccount(actor.accountId)
    assertThat(found, 'input.not_found')
    return found
  }

  /** The state of a request that this member of staff has taken and that is not over. */
  async function taken(actor: StaffActor, requestId: string): Promise<HelpState> {
    const known = await state(requestId)
    assertThat(known.status !== 'none', 'input.not_found')
    assertThat(!isHelpOver(known.status), 'help.over')
    assertThat(known.takenBy === actor.staffId, 'help.not_taken')
    return known
  }

  /** Whoever may issue window codes has the person and their papers before them. */
  const assertInPerson = (actor: StaffActor): void => assertThat(actor.may.has('window.issue_code'), 'access.forbidden')

  async function addPerson(actor: StaffActor, requestId: string, { commandId, checks, note, ...papers }: Checked, known: HelpState): Promise<string> {
    const added = (personId: string): HelpCommand => ({ type: 'AddPerson', added: { personId, documentKind: papers.documentKind, checks, note }, handedOver: 'in_person' })
    // Refused before anybody is added, where it is to be refused.
    decideHelp(added('p_00000000'), known, { actor: writerOf(actor), rules: config })
    const personId = await identity.addPerson(papers)
    await append(`${keyOf(actor, commandId)}/person`, writerOf(actor), requestId, added(personId))
    return personId
  }

  /** What was said of how to talk with them waits for the person it turned out to be. */
  async function keepNeedsFor(requestId: string, personId: string): Promise<void> {
    const told = (await records.details(requestId))?.helpNeeds
    if (told) await helpNeeds.askedIn(requestId, personId, told)
  }

  async function noteBound(requestId: string, bound: { accountId: string; personId: string }): Promise<void> {
    const { accountId, personId } = bound
    await keepNeedsFor(requestId, personId)
    await append(`bound/${requestId}`, { kind: 'person', id: personId, role: 'account' }, requestId, { type: 'NoteBound', bound: { accountId, personId } })
    await records.close(requestId)
  }

  return {
    state,
    taken,
    assertDocument,
    async ask(actor: Asker, asked: Asked): Promise<void> {
      // Whoever is bound asks for another phone, and for nothing else; whoever is not has none to change.
      assertThat(actor.kind === 'account' || asked.reason === 'phone_change', 'binding.already_bound')
      assertThat(actor.kind === 'person' || asked.reason !== 'phone_change', 'binding.required')
      assertDocument(asked)
      const { requestId } = await openFor(actor, actor.accountId, asked)
      await act(actor, requestId, asked.commandId, { type: 'AskHelp', asked: { reason: asked.reason, way: 'app' } })
    },
    async register(actor: StaffActor, asked: Asked, way: 'telephone' | 'window') {
      assertDocument(asked)
      const opened = await openFor(actor, null, asked)
      await act(actor, opened.requestId, asked.commandId, { type: 'AskHelp', asked: { reason: asked.reason, way } })
      return opened
    },
    mine: (accountId: string) => records.ofAccount(accountId),
    async addPaper(actor: Asker, commandId: string, file: { name: string; bytes: Buffer }): Promise<void> {
      const { requestId } = await mine(actor)
      // Refused before it is kept, where there are enough.
      const draft = (paper: EntryAttachment): HelpCommand => ({ type: 'AddPaper', paper })
      decideHelp(draft({ id: 'a_00000000', sm3: '0'.repeat(64), size: 1, type: 'image/png' }), await state(requestId), { actor: writerOf(actor), rules: config })
      const chain = requestChain(requestId)
      const owner = actorKeyOf(actor)!
      const { id } = await attachments.store(chain, owner, { ...file, kind: 'picture' })
      const [paper] = await attachments.claim(chain, owner, [id])
      await act(actor, requestId, commandId, draft(paper!))
    },
    async withdraw(actor: Asker, commandId: string): Promise<void> {
      const { requestId } = await mine(actor)
      const { status, personId } = await state(requestId)
      await act(actor, requestId, commandId, { type: 'WithdrawHelp' })
      if (status === 'code_issued' && personId) await identity.withdrawCode(personId)
      await records.close(requestId)
    },
    take: (actor: StaffActor, requestId: string, commandId: string) => act(actor, requestId, commandId, { type: 'TakeHelp' }),
    async refuse(actor: StaffActor, requestId: string, commandId: string, reason: string): Promise<void> {
      await act(actor, requestId, commandId, { type: 'RefuseHelp', reason })
      await records.close(requestId)
    },
    async issueCode(actor: StaffActor, requestId: string, input: CodeWanted) {
      const { handedOver, calledNumber, addPerson: mayAdd, ...checked } = input
      if (handedOver === 'in_person' || mayAdd) assertInPerson(actor)
      assertThat(!mayAdd || handedOver === 'in_person', 'help.in_person_only')
      assertDocument(checked)
      const before = await taken(actor, requestId)
      const { commandId, checks, note, ...papers } = checked
      const known = await identity.find(papers)
      assertThat(known || mayAdd, 'binding.person_unknown')
      const called = known?.phones.find(({ number }) => number === calledNumber)
      const issued = {
        handedOver, checks, note, documentKind: papers.documentKind, ...(called && { calledNumber: { source: called.source, since: called.since } }),
      }
      const personId = known?.personId ?? (await addPerson(actor, requestId, checked, before))
      await act(actor, requestId, commandId, { type: 'IssueCode', issued: { ...issued, personId } })
      await records.release(requestId)
      return identity.issueCode(personId, actor.staffId, requestId)
    },
    async requestPhoneCode(actor: StaffActor, requestId: string, phone: string): Promise<void> {
      assertInPerson(actor)
      await taken(actor, requestId)
      await identity.requestWindowCode(phone)
    },
    async confirmPhone(actor: StaffActor, requestId: string, input: Checked & { phone: string; code: string; endsOthers: boolean }): Promise<void> {
      assertInPerson(actor)
      const { phone, code, endsOthers, commandId, checks, note, ...papers } = input
      assertDocument(papers)
      const known = await identity.find(papers)
      const before = await state(requestId)
      // A repeat, after the entry is written: what follows from it is done again and changes nothing more.
      if (before.status !== 'phone_confirmed') await taken(actor, requestId)
      assertThat(known, 'binding.person_unknown')
      const { personId } = known
      const confirmed: HelpCommand = { type: 'ConfirmPhone', confirmed: { personId, checks, documentKind: papers.documentKind, endsOthers, note } }
      await identity.confirmPhone(personId, { phone, code, endsOthers }, () => act(actor, requestId, commandId, confirmed))
      await keepNeedsFor(requestId, personId)
      await records.close(requestId)
    },
    noteBound,
    /** What a crash has left undone, and what is kept no longer. `issued`: requests whose code is out. */
    async sweep(issued: readonly string[]): Promise<void> {
      for (const requestId of issued) {
        const bound = await identity.boundBy(requestId)
        if (bound) await noteBound(requestId, bound)
      }
      for (const { requestId, at } of await records.held()) {
        const { status } = await state(requestId)
        if (isHelpOver(status)) await records.close(requestId)
        else if (status === 'none' && clock.now().getTime() - at.getTime() > HOUR_MS) await records.drop(requestId)
      }
      await records.forget(keptSince())
    },
  }

  function keptSince(): Date {
    const now = clock.now().toISOString()
    const { value } = config.kept.after_close
    // Backwards there is no rolling to a working day: the limit's days are counted off as they are.
    const day = lastDay({ ...config.kept.after_close, unit: 'calendar_day', roll_forward: false, value: -value }, dayOf(now), calendar)
    return new Date(instantOf(day, 0))
  }
}
export type HelpRequests = ReturnType<typeof createHelpRequests>

function writerOf(actor: Actor): LogActor {
  if (actor.kind === 'account') return { kind: 'person', id: actor.accountId, role: 'account' }
  if (actor.kind === 'person') return { kind: 'person', id: actor.personId, role: 'asker' }
  if (actor.kind === 'staff') return { kind: 'staff', id: actor.staffId, role: 'desk' }
  throw new TypeError('nobody signed in asks for help')
}

function bodyOf(command: HelpCommand): JsonObject {
  switch (command.type) {
    case 'AskHelp': return { ...command.asked }
    case 'AddPaper': return { attachmentId: command.paper.id }
    case 'AddPerson': return { ...command.added }
    case 'IssueCode': return JSON.parse(JSON.stringify(command.issued)) as JsonObject
    case 'ConfirmPhone': return { ...command.confirmed }
    case 'RefuseHelp': return { reason: command.reason }
    case 'NoteBound': return { ...command.bound }
    default: return {}
  }
}
