import type { DeskHelpDetail, DeskHelpItem, HelpOptions, HelpSeen } from '@zhixin/shared/contract'
import { type BindingHelpConfig, type Calendar, dayOf, helpDue, type HelpState, isHelpOpen, isHelpOver } from '@zhixin/shared/rules'
import { type Identity, maskName } from '../identity'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'

interface Parts {
  identity: Identity['help']
  helpNeeds: Pick<Identity['helpNeeds'], 'offer' | 'linesOf' | 'lookedAtBy'>
  staffNames(ids: string[]): Promise<Map<string, string>>
  config: BindingHelpConfig
  calendar: Calendar
  clock: Clock
}
export interface Known {
  requestId: string
  state: HelpState
}

/** The only way out for requests: names each field that leaves. */
export function createHelpPresenter({ identity, helpNeeds, staffNames, config, calendar, clock }: Parts) {
  const due = ({ askedAt }: HelpState) => helpDue(askedAt, config.clock, calendar)

  function urgencyOf(state: HelpState): DeskHelpItem['urgency'] {
    if (!isHelpOpen(state.status)) return 'none'
    const now = clock.now().toISOString()
    const { targetAt, alarmAt } = due(state)
    if (now > alarmAt) return 'late'
    // A day ends with the first instant of the next one.
    return dayOf(new Date(Date.parse(targetAt) - 1).toISOString()) <= dayOf(now) ? 'due' : 'open'
  }
  const statusOf = ({ status }: HelpState): HelpSeen['status'] => {
    if (status === 'none') throw new Error('a request that nobody asked')
    return status
  }

  async function items(actor: StaffActor, known: Known[]): Promise<DeskHelpItem[]> {
    const [kept, takers] = await Promise.all([
      identity.records.receipts(known.map(({ requestId }) => requestId)),
      staffNames(known.flatMap(({ state }) => (state.takenBy ? [state.takenBy] : []))),
    ])
    return known.map(({ requestId, state }): DeskHelpItem => ({
      requestId,
      // What is over is forgotten after a time: who it was, and the number they had.
      receipt: kept.get(requestId)?.receipt ?? '',
      nameMasked: maskName(kept.get(requestId)?.name ?? ''),
      reason: state.reason!, way: state.way!, status: statusOf(state), askedAt: state.askedAt, ...due(state),
      urgency: urgencyOf(state),
      takenBy: state.takenBy && (takers.get(state.takenBy) ?? null),
      mine: state.takenBy === actor.staffId,
      papers: state.papers.length,
    }))
  }

  return {
    options: (): HelpOptions => ({
      reasons: Object.entries(config.reasons).map(([reason, { label, bring }]) => ({ reason: reason as HelpOptions['reasons'][number]['reason'], label, bring })),
      documents: config.documents.map(({ kind, label, hint }) => ({ kind, label, hint })),
      papersMost: config.most.papers,
      helpNeeds: helpNeeds.offer(),
    }),
    seen: (receipt: string, state: HelpState): HelpSeen => ({
      receipt, reason: state.reason!, status: statusOf(state), askedAt: state.askedAt, ...due(state), closedAt: state.closedAt, refusal: state.refusal,
      papers: state.papers.length,
    }),
    items,
    async detail(actor: StaffActor, known: Known): Promise<DeskHelpDetail> {
      const [item] = await items(actor, [known])
      const { state, requestId } = known
      const isMine = state.takenBy === actor.staffId && !isHelpOver(state.status)
      const kept = isMine ? await identity.records.details(requestId) : undefined
      const found = kept && (await identity.find(kept))
      const told = found ? await helpNeeds.lookedAtBy(actor.staffId, found.personId) : null
      return {
        ...item!,
        refusal: state.refusal,
        details: kept
          ? {
              name: kept.name, documentKind: kept.documentKind, identityNumber: kept.identityNumber, phone: kept.phone,
              caseNumber: kept.caseNumber, note: kept.note,
              helpNeeds: { asked: kept.helpNeeds ? helpNeeds.linesOf(kept.helpNeeds) : [], told },
              pictures: state.papers.map(({ id, type }) => ({ attachmentId: id, type })),
              known: found !== undefined,
              callBack: (found?.phones ?? []).map(({ number, source, since }) => ({ number, source, since })),
            }
          : null,
      }
    },
    abilities(actor: StaffActor, state: HelpState) {
      const isMine = state.takenBy === actor.staffId && !isHelpOver(state.status)
      return {
        take: !isHelpOver(state.status) && !isMine,
        issueCode: isMine,
        refuse: isMine && isHelpOpen(state.status),
        inPerson: isMine && actor.may.has('window.issue_code'),
      }
    },
  }
}
export type HelpPresenter = ReturnType<typeof createHelpPresenter>
