import { assertThat } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { CaseState, Handling, StaffMember } from '@zhixin/shared/rules'
import type { StaffActor } from '../../platform/http/actor'
import { authorize } from '../../platform/http/policy'
import type { Log } from '../../log'
import { caseFold } from '../fold'
import { hasHandlers } from '../handlers'
import { handOverCase } from '../policy'
import { relationOf } from '../relation'

/** Somebody a case may be given to. */
type Candidate = Pick<StaffMember, 'id' | 'handles' | 'department'> & { active: boolean }

export interface HandOver {
  commandId: string
  caseId: string
  officers: Candidate[]
  judge: Candidate
  reason: string
}

/** Gives a case to others. From this entry on the former officers cannot write: everybody decides on the case's chain at its head. */
export async function handOver(log: Log, actor: StaffActor, command: HandOver): Promise<SequencedEntry> {
  const { caseId, officers, judge, reason } = command
  const chain = caseChain(caseId)
  const officerIds = officers.map(({ id }) => id)
  const stored = await log.append({
    chain,
    key: `staff:${actor.staffId}/${command.commandId}`,
    isSame: ({ body }) => String(body.officerIds) === String(officerIds) && body.judgeId === judge.id,
    async decide({ state, now }) {
      const file = await state(caseFold, chain)
      const relation = relationOf(actor, file, now)
      authorize(handOverCase, actor, relation)
      check(file, officers, judge)
      return {
        type: 'case.handed_over',
        actor: { kind: 'staff', id: actor.staffId, role: relation },
        body: { officerIds, judgeId: judge.id, from: file.officerIds, reason },
      }
    },
  })
  return stored!
}

function check(file: CaseState, officers: HandOver['officers'], judge: HandOver['judge']): void {
  assertThat(file.status === 'open', 'cases.closed')
  assertThat(!file.transferred, 'cases.transferred')
  const fits = (staff: Candidate, what: Handling) =>
    staff.active && staff.handles.includes(what) && staff.department === file.department
  assertThat(officers.every((officer) => fits(officer, 'officer')), 'staff.unknown', { field: 'body.officerIds' })
  assertThat(fits(judge, 'judge'), 'staff.unknown', { field: 'body.judgeId' })
  assertThat(!hasHandlers(file, { officerIds: officers.map(({ id }) => id), judgeId: judge.id }), 'cases.same_handler')
}
