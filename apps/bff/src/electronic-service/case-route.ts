import { CaseServicesAbilitiesSchema, CaseServicesParamsSchema, CaseServicesSchema } from '@zhixin/shared/contract'
import { HANDLERS, isOfficeTime, receivingRelations, relationsOf } from '@zhixin/shared/rules'
import { titlesOf } from '../cases'
import type { StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { recordIdOf } from '../progress'
import { recordKey, RECORDER } from './arrivals'
import { listServices } from './policy'
import { presentConsent, presentServices } from './present'
import { type ServiceRoutesParts, tag } from './routes'

/** For whoever serves in a case: on whom a document can be served, and what was, with how far each has got. */
export const createCaseServicesRoute = (parts: ServiceRoutesParts): Route =>
  defineRoute({
    method: 'get', path: '/cases/:caseId/services', summary: 'Of each person of a case: consent, and what was served on them electronically', tag,
    policy: listServices, limit: 'read', params: CaseServicesParamsSchema, answer: CaseServicesSchema, can: CaseServicesAbilitiesSchema,
    async handle({ actor, params: { caseId } }) {
      const { cases, messaging, progress, names, config, messagingConfig, calendar, statement, clock, hasAccount } = parts
      const { state: file, relation } = await cases.relation(actor, caseId)
      authorize(listServices, actor, relation)
      await cases.noteOpening(actor as StaffActor, relation, caseId, 'services')
      const now = clock.now().toISOString()
      const personIds = [...new Set(file.relations.map(({ personId }) => personId))]
      const [known, { records }] = await Promise.all([names.people([...personIds, ...file.parties.map(({ partyId }) => partyId)]), progress.state(caseId)])
      const nameOf = (id: string): string => known.get(id) ?? ''
      const isRecorded = (personId: string, of: number): boolean => {
        const id = recordIdOf(RECORDER, caseId, recordKey(personId, of))
        return records.some(({ recordId, withdrawn }) => recordId === id && !withdrawn)
      }
      const people = await Promise.all(personIds.map(async (personId) => {
        const state = await messaging.stateOf({ caseId, personId })
        const standing = relationsOf(file, personId, now)
        const services = presentServices(state, config, now)
        return {
          personId, name: nameOf(personId),
          role: titlesOf(standing.length > 0 ? standing : file.relations.filter((one) => one.personId === personId)),
          receivesFor: receivingRelations(standing, config.agents.authorities).map(({ partyId, side }) => ({ partyId, name: nameOf(partyId), side })),
          hasAccount: await hasAccount(personId),
          consent: presentConsent(state, standing, config, statement.hash),
          services: services.map((one) => ({ ...one, recorded: isRecorded(personId, one.index) })),
          isGone: standing.length === 0,
        }
      }))
      return {
        data: {
          documents: Object.entries(config.documents).map(([id, { label, sides, electronic, because, kind }]) => ({
            id, label, sides, electronic, because: because ?? null, isRuling: config.paper_original.kinds.includes(kind),
          })),
          beforeServing: config.before_serving, notService: config.not_service.words,
          // Whoever left and was never served on has nothing to show here.
          people: people.filter(({ isGone, services }) => !isGone || services.length > 0).map(({ isGone: _isGone, ...one }) => one),
        },
        can: {
          serve: HANDLERS.includes(relation) && !file.transferred,
          needsReason: messagingConfig.off_hours_reason_required.required && !isOfficeTime(calendar, now),
        },
      }
    },
  })
