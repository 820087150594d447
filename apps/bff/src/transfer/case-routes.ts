import { TransferAbilitiesSchema, TransferCaseSchema, type TransferView, TransferViewSchema, UndoTransferSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { CaseIdSchema, caseChain } from '@zhixin/shared/ids'
import type { JsonObject } from '@zhixin/shared/log'
import { type CaseState, decideTransfer, decideUndoing, type TransferConfig, type TransferredOut } from '@zhixin/shared/rules'
import { z } from 'zod'
import { caseFold, type Cases, relationOf } from '../cases'
import { type Log, sm3Hex } from '../log'
import type { StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import type { Couriers } from './couriers'
import type { Outgoing } from './outgoing'
import { readTransfer, transferCase } from './policy'

export interface CaseRoutesParts {
  log: Log
  cases: Cases
  config: TransferConfig
  couriers: Couriers
  outgoing: Outgoing
}

const CaseParams = z.strictObject({ caseId: CaseIdSchema })
const tag = '移送 transfer'

/** Of the court that gives a case away. */
export function createCaseRoutes({ log, cases, config, couriers, outgoing }: CaseRoutesParts): Route[] {
  const courts = () => config.courts.map(({ id: courtId, name, phone }) => ({ courtId, name, phone, hitch: couriers.hitchOf(courtId) }))

  async function wayOf({ transferId, to, at, paper, reason, sent, recall, acknowledged }: TransferredOut): Promise<NonNullable<TransferView['transferred']>> {
    const way = await outgoing.find(transferId)
    const hasArrived = way?.missing?.length === 0
    const stands = acknowledged ? 'acknowledged' : recall ? 'recalling' : hasArrived ? 'arrived' : sent ? 'sent' : 'waits'
    const isOver = acknowledged !== undefined || (hasArrived && !recall)
    return {
      name: to.name, phone: to.phone, at, paper, reason, stands, newCaseNumber: acknowledged?.newCaseNumber ?? null, recallReason: recall?.reason ?? null,
      hitch: isOver ? null : (couriers.hitchOf(to.courtId) ?? way?.hitch ?? null), nextAt: isOver || !way || way.tries === 0 ? null : way.nextAt,
    }
  }
  const view = async ({ caseNumber, cause, transferred, cameBack }: CaseState): Promise<TransferView> => ({
    caseNumber, cause, courts: courts(), transferred: transferred ? await wayOf(transferred) : null, cameBack: transferred ? null : (cameBack ?? null),
  })
  const abilities = (file: CaseState, relation: string) => {
    const mayTransfer = transferCase.relations!.includes(relation as never)
    return {
      transfer: mayTransfer && file.status === 'open' && !file.transferred && config.courts.length > 0,
      undo: mayTransfer && file.transferred !== undefined && !file.transferred.acknowledged && !file.transferred.recall,
    }
  }

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
    return { data: await view(state), can: abilities(state, relation) }
  }

  return [
    defineRoute({
      method: 'get', path: '/cases/:caseId/transfer', summary: 'To which courts a case can be given; how far it is on its way, and why it waits', tag,
      policy: readTransfer, limit: 'read', params: CaseParams, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(readTransfer, actor, relation)
        return { data: await view(state), can: abilities(state, relation) }
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/transfer', summary: 'Gives a case to another court (指定执行、交叉执行): it is read here from now on', tag,
      policy: transferCase, limit: 'write', params: CaseParams, body: TransferCaseSchema, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId }, body: { commandId, courtId, ...wanted } }) {
        const { relation } = await cases.relation(actor, caseId)
        authorize(transferCase, actor, relation)
        const court = config.courts.find(({ id }) => id === courtId)
        assertThat(court, 'transfer.court_unknown', { field: 'body.courtId' })
        const to = { courtId, name: court.name, phone: court.phone }
        const staff = actor as StaffActor
        const transferId = `x_${sm3Hex(new TextEncoder().encode(`${caseId}/${staff.staffId}/${commandId}`)).slice(0, 32)}`
        return command(staff, caseId, commandId, (file, at) => decideTransfer(file, { ...wanted, transferId, to }, at))
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/transfer/undo',
      summary: 'Takes a transfer back that was recorded by mistake: at once, or once the other court that has it lets go; not once that has taken it', tag,
      policy: transferCase, limit: 'write', params: CaseParams, body: UndoTransferSchema, answer: TransferViewSchema, can: TransferAbilitiesSchema,
      async handle({ actor, params: { caseId }, body: { commandId, reason } }) {
        const { state, relation } = await cases.relation(actor, caseId)
        authorize(transferCase, actor, relation)
        const transferId = state.transferred?.transferId ?? ''
        return command(actor as StaffActor, caseId, commandId, (file) => decideUndoing(file, { transferId, reason }))
      },
    }),
  ] as Route[]
}
