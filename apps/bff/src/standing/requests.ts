import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain, requestChain } from '@zhixin/shared/ids'
import type { Actor as Writer } from '@zhixin/shared/log'
import {
  type AskedStanding, type CaseState, decideStandingRequest, type Evidence, isOwn, mayGrant, type NewParty, type Relation, relationOfStaff, relationsOf,
  type StandingAsked, type StandingCommand, type StandingConfig, type StandingRequestState,
} from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import { caseFold, type Cases, changeStanding, concerning, memberOf } from '../cases'
import { type Draft, type HeadView, type Log, type ReadModel, sm3Hex, type Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor, PersonActor, StaffActor } from '../platform/http/actor'
import { authorize, type Policy } from '../platform/http/policy'
import { requestFold } from './fold'
import type { RequestModel } from './model'
import { decideRequest, listAtDesk, type RequestRelation } from './policy'

export interface RequestsParts {
  log: Log
  cases: Cases
  model: ReadModel<RequestModel>
  attachments: Attachments
  /** What follows from an entry of a case's chain in the request's own. */
  grants: Tail
  /** What writes into threads what follows from other entries. */
  tellers: readonly Tail[]
  /** The unit of a name and a 统一社会信用代码, as identity knows it or from now on does. Throws where the code stands under another name. */
  unitOf(name: string, code: string): Promise<string>
  config: StandingConfig
  clock: Clock
}

/** A request that an actor may do something with. */
export interface OpenedRequest {
  state: StandingRequestState & { asked: StandingAsked }
  relation: RequestRelation
  /** The case it names, which its asker is not told of. */
  file?: CaseState
}

export interface Grant {
  commandId: string
  partyId?: string | undefined
  beside?: true | undefined
  authority?: 'general' | 'special' | undefined
  until?: string | undefined
  note?: string | undefined
  documentsInHand?: true | undefined
}

/** Nobody else can make the same: what is uploaded for a request before it is asked belongs to whoever will ask it. */
export const requestIdOf = (personId: string, commandId: string): string => `r_${sm3Hex(Buffer.from(`${personId}/${commandId}`)).slice(0, 24)}`
/** The one relation that a request can come to. */
const relationIdOf = (requestId: string): string => requestId.replace(/^r_/, 'l_')

const SHOWN_WITHIN_MS = 1_000

const EVIDENCE: Record<AskedStanding, Evidence['kind']> = {
  agent: 'authority_letter', unit_handler: 'unit_papers', guardian: 'guardianship', successor: 'ruling', administrator: 'appointment',
}

/** Asking to stand for somebody, or for the end of it, and deciding on it. */
export function createRequests({ log, cases, model, attachments, grants, tellers, unitOf, config, clock }: RequestsParts) {
  const now = (): string => clock.now().toISOString()

  /** The case a request names, if there is one: by its number, as the court writes it. */
  async function fileOf(asked: StandingAsked): Promise<CaseState | undefined> {
    const caseId = asked.kind === 'end' ? asked.caseId : await cases.idOfNumber(asked.caseNumber)
    return caseId === undefined ? undefined : log.state(caseFold, caseChain(caseId))
  }

  function relationTo(actor: Actor, state: StandingRequestState, file: CaseState | undefined): RequestRelation {
    if (actor.kind === 'person') return actor.personId === state.askedBy ? 'asker' : 'none'
    if (actor.kind !== 'staff') return 'none'
    if (file && relationOfStaff(file, memberOf(actor)) !== 'none') return 'court'
    return actor.may.has(listAtDesk.action) ? 'desk' : 'none'
  }

  /** What a member of staff is to the case a request names: what is written of who decided. */
  const roleOf = (actor: StaffActor, file: CaseState | undefined): Relation | 'window' => {
    const relation = file ? relationOfStaff(file, memberOf(actor)) : 'none'
    return relation === 'none' ? 'window' : relation
  }

  async function open(actor: Actor, requestId: string, policy: Policy<RequestRelation>): Promise<OpenedRequest> {
    const state = await log.state(requestFold, requestChain(requestId))
    // Its asker never waits for what a case's chain says: not even the time tells that there is one.
    const file = actor.kind === 'staff' && state.asked ? await log.reading([cases.list], concerning(log, actor), () => fileOf(state.asked!)) : undefined
    const relation = state.status === 'none' ? 'none' : relationTo(actor, state, file)
    authorize(policy, actor, relation)
    if (actor.kind === 'staff' && file) await cases.noteOpening(actor, roleOf(actor, file), file.caseId, `request/${requestId}`)
    return { state: { ...state, asked: state.asked! }, relation, ...(file && { file }) }
  }

  /** Whoever wants an end must be, or represent, the party it is about, or be who stands for it. Anything else does not exist for them. */
  async function checkAskedEnd(actor: PersonActor, { caseId, relationId }: { caseId: string; relationId: string }): Promise<'revoked' | 'resigned'> {
    const file = await log.state(caseFold, caseChain(caseId))
    const own = relationsOf(file, actor.personId, now())
    const wanted = file.relations.find((one) => one.relationId === relationId)
    const isMine = wanted?.personId === actor.personId
    const isForMyParty = own.some((one) => isOwn(one) && one.partyId === wanted?.partyId)
    assertThat(wanted && (isMine || isForMyParty) && own.length > 0, 'input.not_found')
    assertThat(wanted.personId !== wanted.partyId, 'standing.party_stays')
    assertThat(wanted.endedAt === undefined, 'standing.relation_unknown')
    return isMine ? 'resigned' : 'revoked'
  }

  /** Says something in the request's own chain. */
  const append = (requestId: string, key: string, decide: (state: StandingRequestState, view: HeadView) => Promise<Draft> | Draft) =>
    log.append({ chain: requestChain(requestId), key, decide: async (view) => decide(await view.state(requestFold, requestChain(requestId)), view) })

  return {
    open,
    roleOf,
    fileOf,
    relationTo,

    /** Asks. What comes back says nothing of cases and people: they are not looked for. */
    async ask(actor: PersonActor, commandId: string, wanted: Extract<StandingAsked, { kind: 'stand' }> | Omit<EndAsked, 'because'>, ids: string[]): Promise<string> {
      const requestId = requestIdOf(actor.personId, commandId)
      const owner = `person:${actor.personId}`
      const known = await log.find(`${owner}/${commandId}`)
      // A repeat gets its answer: its uploads may be past their time by now, and what it is about another.
      if (known) {
        assertThat(saysSame(known.body, wanted), 'log.key_conflict')
        return requestId
      }
      const asked = wanted.kind === 'stand' ? wanted : { ...wanted, because: await checkAskedEnd(actor, wanted) }
      const waiting = await model.documents().countDocuments({ askedBy: actor.personId, status: 'open' })
      assertThat(waiting < config.most_open.value, 'standing.too_many_open')
      const pictures = await attachments.claim(requestChain(requestId), owner, ids)
      await append(requestId, `${owner}/${commandId}`, (state, view) => ({
        ...decideStandingRequest({ type: 'Ask', asked }, state, false, view.now),
        actor: askerOf(actor),
        attachments: pictures,
      }))
      return requestId
    },

    async withdraw(actor: PersonActor, requestId: string, commandId: string): Promise<void> {
      await append(requestId, `person:${actor.personId}/${commandId}`, (state, view) => ({
        ...decideStandingRequest({ type: 'Withdraw' }, state, false, view.now),
        actor: askerOf(actor),
      }))
    },

    async refuse(actor: StaffActor, requestId: string, said: { commandId: string; reason: string; documentsInHand?: true | undefined }): Promise<void> {
      const { file: seen, relation } = await open(actor, requestId, decideRequest)
      checkDesk(relation, said)
      const { reason, documentsInHand } = said
      await append(requestId, `staff:${actor.staffId}/${said.commandId}`, async (state, view) => {
        const file = seen && (await view.state(caseFold, caseChain(seen.caseId)))
        authorize(decideRequest, actor, relationTo(actor, state, file))
        const isGranted = file?.granted?.includes(requestId) === true
        return {
          ...decideStandingRequest({ type: 'Refuse', reason, ...(documentsInHand && { documentsInHand }) }, state, isGranted, view.now),
          actor: writerOf(actor, roleOf(actor, file)),
        }
      })
    },

    /** Grants: one entry of the case's chain, decided on it and on the request's at their heads. What the request's chain says follows. */
    async grant(actor: StaffActor, requestId: string, said: Grant): Promise<void> {
      const { state: request, relation, file: seen } = await open(actor, requestId, decideRequest)
      checkDesk(relation, said)
      assertThat(request.status !== 'withdrawn' && request.status !== 'refused', 'standing.already_decided')
      assertThat(seen, 'standing.party_unknown', { field: 'body.partyId' })
      const { caseId } = seen
      const key = `staff:${actor.staffId}/${said.commandId}`
      // Before a unit gets a number: nobody makes one up by asking.
      assertThat(mayGrant(request.asked, roleOf(actor, seen)), 'standing.judge_required')
      const { unitName, unitCode } = request.asked.kind === 'stand' ? request.asked : {}
      const unitId = unitName !== undefined && unitCode !== undefined ? await unitOf(unitName, unitCode) : undefined
      const wanted = commandOf(request, actor.staffId, said, unitId)
      await heardOut(seen, request.askedBy)
      const entry = await changeStanding(log, {
        caseId, key, command: wanted,
        async by(file, { state }) {
          const current = await state(requestFold, requestChain(requestId))
          authorize(decideRequest, actor, relationTo(actor, current, file))
          const role = roleOf(actor, file)
          assertThat(mayGrant(request.asked, role), 'standing.judge_required')
          assertThat(current.status === 'open' && file.granted?.includes(requestId) !== true, 'standing.already_decided')
          return writerOf(actor, role)
        },
      })
      // What it wanted to end has ended meanwhile: then it is so, and only the request does not know it yet.
      if (entry === undefined) await grantEnded(actor, requestId, key, caseId)
      // Whoever looks at the request next is to find it granted. If that takes longer, they find it a moment later.
      else await grants.reached(entry.seq, SHOWN_WITHIN_MS)
    },
  }

  /** Of whoever is in a case by mistake, what is on its way into a thread has come there before anybody asks whether it is empty. */
  async function heardOut(file: CaseState, personId: string): Promise<void> {
    if (!file.relations.some((one) => one.mistaken && one.personId === personId)) return
    const head = await log.courtHead()
    const all = await Promise.all(tellers.map((tail) => tail.reached(head, SHOWN_WITHIN_MS)))
    assertThat(all.every(Boolean), 'read.behind', { retryAfterSeconds: 1 })
  }

  async function grantEnded(actor: StaffActor, requestId: string, key: string, caseId: string): Promise<void> {
    await append(requestId, `${key}/ended`, async (state, view) => {
      assertThat(state.status === 'open' && state.asked?.kind === 'end', 'standing.already_decided')
      const role = roleOf(actor, await view.state(caseFold, caseChain(caseId)))
      return { type: 'standing.granted', actor: writerOf(actor, role), body: { caseId, relationId: state.asked.relationId } }
    })
  }
}
export type Requests = ReturnType<typeof createRequests>

type EndAsked = Extract<StandingAsked, { kind: 'end' }>

const askerOf = ({ personId }: PersonActor): Writer => ({ kind: 'person', id: personId, role: 'asker' })

const writerOf = (actor: StaffActor, role: string): Writer => ({ kind: 'staff', id: actor.staffId, role })

/** Whether what is stored says all that is said now. */
const saysSame = (stored: object, wanted: object): boolean =>
  Object.entries(wanted).every(([field, value]) => (stored as Record<string, unknown>)[field] === value)

/** The window decides on what lies before it, and says so. */
function checkDesk(relation: RequestRelation, { documentsInHand }: { documentsInHand?: true | undefined }): void {
  if (relation === 'desk' && documentsInHand !== true) throw new CodedError('standing.documents_needed', { field: 'body.documentsInHand' })
}

/** What a request comes to in the case's chain. */
function commandOf({ requestId, asked, askedBy }: OpenedRequest['state'], staffId: string, said: Grant, unitId: string | undefined): StandingCommand {
  const note = [said.documentsInHand ? '窗口核验原件' : '', said.note ?? ''].filter(Boolean).join('；')
  if (asked.kind === 'end') {
    const { relationId, because } = asked
    return { type: 'EndRelation', ended: { relationId, because, requestId, ...(note && { note }) } }
  }
  const { partyId } = said
  if (partyId === undefined) throw new CodedError('standing.party_unknown', { field: 'body.partyId' })
  const relationId = relationIdOf(requestId)
  const evidence: Evidence = { kind: EVIDENCE[asked.standing], requestId, ...(note && { note }) }
  if (asked.standing === 'successor') {
    const by: NewParty = unitId === undefined
      ? { partyId: askedBy, form: 'natural', relationId }
      : { partyId: unitId, form: 'unit', handler: { relationId, personId: askedBy } }
    const shown = { by, evidence, approvedBy: staffId }
    return said.beside ? { type: 'AddParty', added: { ...shown, beside: partyId } } : { type: 'ReplaceParty', replaced: { ...shown, partyId } }
  }
  const { standing } = asked
  const authority = standing === 'agent' ? (said.authority ?? asked.authority) : undefined
  const until = said.until ?? asked.until
  return {
    type: 'BeginRelation',
    relation: { relationId, personId: askedBy, partyId, standing, evidence, approvedBy: staffId, ...(authority && { authority }), ...(until && { until }) },
  }
}
