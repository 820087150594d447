import {
  CandidatesSchema, FindCandidatesSchema, type Incoming as IncomingView, IncomingListSchema, RefuseTransferSchema, TakeInSchema, TakenInSchema,
  TransferRefusedAnswerSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { carriedTo, caseNumberOf, type CaseState, participantsNow, relationsOf, TransferIdSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import { caseFold, type Cases, concerning, relationOf, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { Couriers } from './couriers'
import type { Former } from './former'
import type { Incoming, IncomingStore } from './incoming'
import type { Manifest } from './manifest'
import { takeIn } from './policy'

export interface IncomingRoutesParts {
  log: Log
  cases: Cases
  names(ids: string[]): Promise<Map<string, string>>
  incoming: IncomingStore
  former: Former
  couriers: Couriers
  clock: Clock
}

const TransferParams = z.strictObject({ transferId: TransferIdSchema })
const tag = '移送 transfer'
/** Of what does not come along: the page of whoever takes a case over says so. */
const NOT_ALONG = ['当事人的身份证件号码、手机号码（以本院立案登记的为准）', '收款账户']

/** Of the court that takes a case. */
export function createIncomingRoutes({ log, cases, names, incoming, former, couriers, clock }: IncomingRoutesParts): Route[] {
  const now = (): string => clock.now().toISOString()
  return [
    defineRoute({
      method: 'get', path: '/transfers-in', summary: 'Cases that other courts have sent: what is still missing, what is to be decided on, what was', tag,
      policy: takeIn, limit: 'read', answer: IncomingListSchema,
      handle: async () => ({ data: { transfers: (await incoming.list()).map((one) => present(one, couriers)) } }),
    }),
    defineRoute({
      method: 'post', path: '/transfers-in/:transferId/candidates', summary: 'A case of our own by its number, and who of it may be whom', tag,
      policy: takeIn, limit: 'read', params: TransferParams, body: FindCandidatesSchema, answer: CandidatesSchema,
      async handle({ actor, params: { transferId }, body: { caseNumber } }) {
        const transfer = await incoming.find(transferId)
        const caseId = await log.reading([cases.list], concerning(log, actor), () => cases.idOfNumber(caseNumberOf(caseNumber)))
        assertThat(transfer && caseId, 'input.not_found')
        const { state } = await cases.relation(actor, caseId)
        const ids = participantsNow(state, now())
        const known = await names(ids)
        const people = ids.map((personId) => ({ personId, name: known.get(personId) ?? '', role: titlesOf(relationsOf(state, personId, now())) }))
        const sideOf = (personId: string) => relationsOf(state, personId, now())[0]?.side
        const suggested = transfer.manifest.people.flatMap(({ ref, name, side }) => {
          const same = people.filter((one) => one.name === name && sideOf(one.personId) === side)
          return same.length === 1 ? [{ ref, personId: same[0]!.personId }] : []
        })
        return { data: { caseId, cause: state.cause, people, suggested } }
      },
    }),
    defineRoute({
      method: 'post', path: '/transfers-in/:transferId/acceptance', summary: 'Takes a case over: its clocks run on here, its threads are read above our own', tag,
      policy: takeIn, limit: 'write', params: TransferParams, body: TakeInSchema, answer: TakenInSchema,
      async handle({ actor, params: { transferId }, body: { caseId, people } }) {
        const staff = actor as StaffActor
        const transfer = await incoming.find(transferId)
        assertThat(transfer, 'input.not_found')
        const { manifest, digest, ours, stands } = transfer
        const to = new Map(people.map(({ ref, personId }) => [ref, personId]))
        const chain = caseChain(caseId)
        const { state: before, relation } = await cases.relation(actor, caseId)
        assertThat(before.status !== 'none' && relation !== 'none', 'input.not_found')
        if (stands === 'taken' && ours?.caseId === caseId) return { data: { caseId } }
        checkJoin(before, transferId, manifest, to)
        await incoming.claim(transferId, { caseId, caseNumber: before.caseNumber })
        try {
          // Before the entry that lets them be read: whoever reads it finds them.
          const progress = await former.keep(manifest, incoming.pieceOf(transferId), caseId, to)
          await log.append({
            chain,
            key: `transfer-in/${transferId}`,
            isSame: ({ chain: of }) => of === chain,
            async decide({ state, now: at }) {
              const file = await state(caseFold, chain)
              checkJoin(file, transferId, manifest, to)
              const threads = manifest.threads.flatMap(({ ref, chain: of, entries, head }) => {
                const personId = to.get(ref)
                return personId === undefined ? [] : [{ ref, personId, chain: of, entries, head }]
              })
              const { id: courtId, name, phone } = manifest.from
              const body = {
                transferId, from: { courtId, name, phone }, formerCaseId: manifest.caseId, formerNumber: manifest.caseNumber, digest, threads,
                progress: carriedTo(progress, to),
              }
              return { type: 'case.taken_over', actor: { kind: 'staff', id: staff.staffId, role: relationOf(actor, file, at) }, body: body as unknown as JsonObject }
            },
          })
        } catch (error) {
          // Our own rule says no: somebody may join it with another case, and the other court may have it back.
          if (error instanceof CodedError && error.status < 500) await incoming.unclaim(transferId)
          throw error
        }
        await incoming.markTaken(transferId)
        return { data: { caseId } }
      },
    }),
    defineRoute({
      method: 'post', path: '/transfers-in/:transferId/refusal', summary: 'Does not take a case: the court it came from is told why, and has it again', tag,
      policy: takeIn, limit: 'write', params: TransferParams, body: RefuseTransferSchema, answer: TransferRefusedAnswerSchema,
      async handle({ actor, params: { transferId }, body: { reason } }) {
        assertThat(await incoming.find(transferId), 'input.not_found')
        await incoming.refuse(transferId, reason, (actor as StaffActor).staffId)
        return { data: { transferId } }
      },
    }),
  ] as Route[]
}

/** Whether a case of ours can go on with what came. Throws CodedError. */
function checkJoin(file: CaseState, transferId: string, { people, threads }: Manifest, to: ReadonlyMap<string, string>): void {
  if (file.takenOver?.transferId === transferId) return
  assertThat(file.status === 'open' && !file.transferred && !file.takenOver, 'transfer.taken')
  const mapped = [...to.values()]
  const isEach = people.every(({ ref, takesPart }) => !takesPart || !threads.some((thread) => thread.ref === ref) || to.has(ref))
  const isTheirs = [...to].every(([ref, personId]) => {
    const side = people.find((one) => one.ref === ref)?.side
    return file.relations.some((one) => one.personId === personId && one.side === side)
  })
  assertThat(isEach && isTheirs && new Set(mapped).size === mapped.length, 'transfer.people_missing', { field: 'body.people' })
}

function present({ transferId, receivedAt, stands, ours, manifest, here, reason, isTold, from, hitch }: Incoming, couriers: Couriers): IncomingView {
  const { people, threads, attachments, pieces, caseNumber, cause } = manifest
  const lost = attachments.filter(({ file }) => file === null).length
  const isComplete = stands !== 'arriving'
  const missing = isComplete ? [] : pieces.map((_, i) => i + 1).filter((n) => !here.includes(n))
  return {
    transferId, stands, fromName: manifest.from.name, caseNumber, cause, receivedAt, paper: manifest.paper, because: manifest.reason, reason, isTold,
    hitch: couriers.hitchOf(from) ?? hitch,
    pieces: { here: pieces.length - missing.length, of: pieces.length, missing },
    attachments: { here: attachments.length - lost, lost },
    people: people.map(({ ref, name, role, takesPart }) => {
      const entries = threads.find((thread) => thread.ref === ref)?.entries ?? 0
      return { ref, name, role, takesPart, entries }
    }),
    toAskFor: [...(lost > 0 ? [`${lost} 个附件的原件（原法院也已读不出来，这里有名称和校验值）`] : []), ...NOT_ALONG],
    taken: stands === 'taken' && ours ? { caseId: ours.caseId, caseNumber: ours.caseNumber } : null,
  }
}
