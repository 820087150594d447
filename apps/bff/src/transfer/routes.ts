import {
  CandidatesSchema, FindCandidatesSchema, FormerEntriesSchema, FormerQuerySchema, type Incoming, IncomingListSchema, IncomingSchema, TakeInSchema,
  TakenInSchema, TransferAbilitiesSchema, TransferCaseSchema, TransferViewSchema, UndoTransferSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { CaseIdSchema, caseChain, PersonIdSchema, threadChain } from '@zhixin/shared/ids'
import type { Entry, JsonObject } from '@zhixin/shared/log'
import {
  caseNumberOf, type CaseState, decideTransfer, decideUndoing, HANDLERS, participantsNow, relationsOf, type TransferConfig, TransferIdSchema,
} from '@zhixin/shared/rules'
import { z } from 'zod'
import { caseFold, type Cases, concerning, relationOf, titlesOf } from '../cases'
import { type Log, sm3Hex } from '../log'
import { type Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { FORMER_PAGE, type IncomingStore, type IncomingTransfer } from './incoming'
import { readFormer, readTransfer, takeIn, transferCase } from './policy'

export interface TransferRoutesParts {
  log: Log
  cases: Cases
  messaging: Pick<Messaging, 'threads'>
  names(ids: string[]): Promise<Map<string, string>>
  config: TransferConfig
  incoming: IncomingStore
  clock: Clock
}

const CaseParams = z.strictObject({ caseId: CaseIdSchema })
const ThreadParams = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })
const TransferParams = z.strictObject({ transferId: TransferIdSchema })
const tag = '移送 transfer'
/** Of what does not come along: the page of whoever takes a case over says so. */
const NOT_ALONG = ['当事人的身份证件号码、手机号码（以本院立案登记的为准）', '收款账户']

export function createTransferRoutes({ log, cases, messaging, names, config, incoming, clock }: TransferRoutesParts): Route[] {
  const now = (): string => clock.now().toISOString()
  const courts = () => config.courts.map(({ id: courtId, name, phone }) => ({ courtId, name, phone }))

  const view = ({ caseNumber, cause, transferred }: CaseState) => ({
    caseNumber, cause, courts: courts(),
    transferred: transferred
      ? {
        name: transferred.to.name, phone: transferred.to.phone, at: transferred.at, paper: transferred.paper, reason: transferred.reason,
        stands: transferred.acknowledged ? 'acknowledged' as const : transferred.sent ? 'sent' as const : 'waits' as const,
        newCaseNumber: transferred.acknowledged?.newCaseNumber ?? null,
      }
      : null,
  })
  const abilities = (file: CaseState, relation: string) => ({
    transfer: transferCase.relations!.includes(relation as never) && file.status === 'open' && !file.transferred && config.courts.length > 0,
    undo: transferCase.relations!.includes(relation as never) && file.transferred !== undefined && !file.transferred.acknowledged,
  })

  /** One command of the director's on a case's chain, decided at its head. */
  async function command(actor: StaffActor, caseId: string, commandId: string, decide: (file: CaseState, at: string) => { type: string; body: JsonObject }) {
    const chain = caseChain(caseId)
    await log.append({
      chain,
      key: `staff:${actor.staffId}/${commandId}`,
      async decide({ state, now: at }) {
        const file = await state(caseFold, chain)
        const relation = relationOf(actor, file, at)
        authorize(transferCase, actor, relation)
        return { ...decide(file, at), actor: { kind: 'staff', id: actor.staffId, role: relation } }
      },
    })
    const { state, relation } = await cases.relation(actor, caseId)
    return { data: view(state), can: abilities(state, relation) }
  }

  return [
    defineRoute({
      method: 'get', path: '/cases/:caseId/transfer', summary: 'To which courts a case can be given; how far it is on its way', tag,
      policy: readTransfer, limit: 'read', params: CaseParams, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(readTransfer, actor, relation)
        return { data: view(state), can: abilities(state, relation) }
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/transfer', summary: 'Gives a case to another court (指定执行、交叉执行): it is read here from now on', tag,
      policy: transferCase, limit: 'write', params: CaseParams, body: TransferCaseSchema, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId }, body: { commandId, courtId, ...wanted } }) {
        const { relation } = await cases.relation(actor, caseId)
        authorize(transferCase, actor, relation)
        const to = courts().find((court) => court.courtId === courtId)
        assertThat(to, 'transfer.court_unknown', { field: 'body.courtId' })
        const staff = actor as StaffActor
        const transferId = `x_${sm3Hex(new TextEncoder().encode(`${caseId}/${staff.staffId}/${commandId}`)).slice(0, 32)}`
        return command(staff, caseId, commandId, (file, at) => decideTransfer(file, { ...wanted, transferId, to }, at))
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/transfer/undo', summary: 'Takes a transfer back that was recorded by mistake; not once the other court has the case', tag,
      policy: transferCase, limit: 'write', params: CaseParams, body: UndoTransferSchema, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId }, body: { commandId, reason } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(transferCase, actor, relation)
        const transferId = state.transferred?.transferId ?? ''
        return command(actor as StaffActor, caseId, commandId, (file) => decideUndoing(file, { transferId, reason }))
      },
    }),
    defineRoute({
      method: 'get', path: '/transfers-in', summary: 'Cases that other courts have sent, verified', tag,
      policy: takeIn, limit: 'read', answer: IncomingListSchema,
      handle: async () => ({ data: { transfers: (await incoming.list()).map(present) } }),
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
        const suggested = transfer.whole.manifest.people.flatMap(({ ref, name, side }) => {
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
        const { manifest, digest, progress } = transfer.whole
        const to = new Map(people.map(({ ref, personId }) => [ref, personId]))
        const chain = caseChain(caseId)
        const { state: before, relation } = await cases.relation(actor, caseId)
        assertThat(before.status !== 'none' && relation !== 'none', 'input.not_found')
        check(before)
        // Before the entry that lets them be read: whoever reads it finds them.
        await incoming.keepFormer(transfer.whole, caseId, to)
        await log.append({
          chain,
          key: `transfer-in/${transferId}`,
          isSame: ({ chain: of }) => of === chain,
          async decide({ state, now: at }) {
            const file = await state(caseFold, chain)
            check(file)
            const threads = manifest.threads.flatMap(({ ref, chain: of, entries, head }) => {
              const personId = to.get(ref)
              return personId === undefined ? [] : [{ ref, personId, chain: of, entries, head }]
            })
            const { id: courtId, name, phone } = manifest.from
            const former = { formerCaseId: manifest.caseId, formerNumber: manifest.caseNumber }
            const body = { transferId, from: { courtId, name, phone }, ...former, digest, threads, progress }
            const by = { kind: 'staff' as const, id: staff.staffId, role: relationOf(actor, file, at) }
            return { type: 'case.taken_over', actor: by, body: body as unknown as JsonObject }
          },
        })
        await incoming.markTaken(transferId, { caseId, caseNumber: before.caseNumber })
        return { data: { caseId } }

        function check(file: CaseState): void {
          if (file.takenOver?.transferId === transferId) return
          assertThat(file.status === 'open' && !file.transferred && !file.takenOver, 'transfer.taken')
          const mapped = [...to.values()]
          const isEach = manifest.people.every(({ ref, takesPart }) => !takesPart || !manifest.threads.some((thread) => thread.ref === ref) || to.has(ref))
          const isTheirs = [...to].every(([ref, personId]) => {
            const side = manifest.people.find((one) => one.ref === ref)?.side
            return file.relations.some((one) => one.personId === personId && one.side === side)
          })
          assertThat(isEach && isTheirs && new Set(mapped).size === mapped.length, 'transfer.people_missing', { field: 'body.people' })
        }
      },
    }),
    defineRoute({
      method: 'get', path: '/threads/:caseId/:personId/former', summary: 'What was said at the court that had the case before', tag,
      policy: readFormer, limit: 'read', params: ThreadParams, query: FormerQuerySchema, answer: FormerEntriesSchema,
      async handle({ actor, params: key, query: { after } }) {
        const { file, relation } = await messaging.threads.open(actor, key, readFormer)
        const { takenOver } = file
        const thread = takenOver?.threads[key.personId]
        assertThat(takenOver && thread, 'input.not_found')
        const from = after + 1 - ((after + 1) % FORMER_PAGE)
        const page = await incoming.former(threadChain(key), from)
        const mayReadAll = HANDLERS.includes(relation) || (actor.kind === 'person' && actor.personId === key.personId)
        const shown = page.entries.filter(({ index }) => index > after)
        return {
          data: {
            court: { name: takenOver.from.name, phone: takenOver.from.phone }, caseNumber: takenOver.formerNumber, chain: thread.chain, head: thread.head,
            entries: shown.map((entry) => {
              const isConfined = page.confidential.includes(entry.index) && !mayReadAll
              const withheld = entry.body === null ? 'sealed' as const : isConfined ? 'confidential' as const : undefined
              const { body, nonce } = entry as Entry
              const name = entry.actor.kind === 'system' ? takenOver.from.name : (page.names[entry.actor.id] ?? '')
              return { ...entry, actorName: name, ...(withheld ? { body: null, nonce: null, withheld } : { body, nonce }) }
            }),
            hasMore: from + page.entries.length < thread.entries,
          },
        }
      },
    }),
  ] as Route[]
}

function present({ transferId, receivedAt, taken, whole: { manifest } }: IncomingTransfer): Incoming {
  const { from, caseNumber, cause, people, threads, attachments } = manifest
  return IncomingSchema.parse({
    transferId, fromName: from.name, caseNumber, cause, receivedAt,
    people: people.map(({ ref, name, role, takesPart }) => {
      const entries = threads.find((thread) => thread.ref === ref)?.entries ?? 0
      return { ref, name, role, takesPart, entries }
    }),
    toAskFor: [...(attachments > 0 ? [`${attachments} 个附件的原件（这里有名称和校验值）`] : []), ...NOT_ALONG],
    taken: taken && { caseId: taken.caseId, caseNumber: taken.caseNumber },
  })
}
