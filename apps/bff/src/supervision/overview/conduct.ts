import { ConductRecordsSchema } from '@zhixin/shared/contract'
import { scopeOf, type SupervisionConfig } from '@zhixin/shared/rules'
import type { Complaints } from '../../complaints'
import type { StaffRecord } from '../../identity'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { readConduct } from './policy'

export interface ConductParts {
  conduct: Pick<Complaints['conduct'], 'found'>
  /** Everybody who works or worked here. */
  everybody(): Promise<StaffRecord[]>
  config: SupervisionConfig
  clock: Clock
}

const KINDS = { feedback: '反映执行不规范，查明属实', discipline: '纪检监察结论' } as const

/** The record of civilised enforcement, officer by officer: one's own, those of the team one leads, or all. */
export function createConductRoute({ conduct, everybody, config, clock }: ConductParts): Route {
  return defineRoute({
    method: 'get', path: '/supervision/conduct', summary: 'Concluded findings about each officer the reader may read; one’s own first', tag: '督办 supervision',
    policy: readConduct, limit: 'read', answer: ConductRecordsSchema,
    async handle({ actor }) {
      const { staffId: own, department, roles } = actor as StaffActor
      const scope = scopeOf(roles, config.conduct_record)
      const isSeen = (one: StaffRecord): boolean =>
        one.id === own || (one.handles.length > 0 && (scope === 'court' || (scope === 'department' && one.department === department)))
      const officers = (await everybody()).filter((one) => isSeen(one) && (one.id !== own || one.handles.length > 0))
      const found = await conduct.found(officers.map(({ id }) => id))
      const isOwn = ({ id }: StaffRecord): number => Number(id === own)
      return {
        data: {
          asOf: clock.now().toISOString(), scope,
          officers: officers.sort((a, b) => isOwn(b) - isOwn(a)).map(({ id: staffId, name, department: of }) => ({
            staffId, name, department: of,
            findings: found.filter((one) => one.staffId === staffId).map(({ kind, outcome, concludedOn, documentSm3 }) => ({
              kind, kindLabel: KINDS[kind], outcome, concludedOn, documentSm3,
            })),
          })),
        },
      }
    },
  })
}
