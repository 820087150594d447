import type { ServiceConsentView, ServiceView } from '@zhixin/shared/contract'
import { arrivalOf, type CaseRelation, consentOf, isSealed, receivingRelations, type Service, type ServiceConfig, type ThreadState } from '@zhixin/shared/rules'

/** What a person agreed to, as it counts for what they are now; null where nothing stands. */
export function presentConsent({ parts }: ThreadState, standing: readonly CaseRelation[], { agents }: ServiceConfig, hash: string): ServiceConsentView | null {
  const consent = consentOf(parts.service)
  if (!consent) return null
  const covers = receivingRelations(standing, agents.authorities).some(({ relationId }) => consent.relationIds.includes(relationId))
  const isGone = isSealed(parts.sealing, consent.index)
  const paper = isGone ? null : (consent.paper ?? null)
  const scan = isGone ? null : (consent.attachments?.[0] ?? null)
  return { since: consent.at, via: consent.via, paper, scan, address: consent.address, isNewest: consent.hash === hash, covers }
}

/** What was served, the newest first. */
export const presentServices = (state: ThreadState, config: ServiceConfig, now: string): ServiceView[] =>
  state.parts.service.services.map((one) => presentService(one, state, config, now)).reverse()

function presentService(one: Service, { parts, next }: ThreadState, { effect }: ServiceConfig, now: string): ServiceView {
  const { index, document, label, number, at, attachments: [file], arrived, opened, confirmed, follows, paper, cite, notes } = one
  const isGone = isSealed(parts.sealing, index)
  return {
    index, document, label, number: isGone ? null : (number ?? null), sentAt: at,
    file: isGone ? null : { id: file!.id, name: file!.name },
    arrived: arrived ? { at: arrived.arrivedAt, on: arrived.on, runs: arrived.runs.map(({ node: _node, ...run }) => run) } : null,
    // If it arrived this very moment it would count no longer.
    stopped:
      !arrived && arrivalOf(parts.service, index, { index: next, at: now }, effect.when) === undefined,
    openedAt: opened?.at ?? null, confirmedAt: confirmed?.at ?? null, follows, effect: one.effect, paper: paper ?? null, cite,
    notes: notes.map((note) => ({ at: note.at, note: isSealed(parts.sealing, note.index) ? null : note.note })),
  }
}
