import { caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { decideTermination, type Relation, type TerminationCommand } from '@zhixin/shared/rules'
import { relationOf } from '../../cases'
import type { Log } from '../../log'
import type { StaffActor } from '../../platform/http/actor'
import { authorize, type Policy } from '../../platform/http/policy'
import { digest, type Gather } from './gather'
import { explainCheck, fileSheet, reviewCheck } from './policy'

const POLICIES: Record<TerminationCommand['type'], Policy<Relation>> = { GiveReason: explainCheck, Review: reviewCheck, FileSheet: fileSheet }

/** What people of the court say of a sheet, decided at the head of the case's chain and again whenever that has moved. Throws CodedError. */
export function createTerminationCommands(log: Log, gather: Gather) {
  return async function act(by: StaffActor, caseId: string, commandId: string, command: TerminationCommand): Promise<SequencedEntry> {
    const chain = caseChain(caseId)
    const stored = await log.append({
      chain,
      key: `staff:${by.staffId}/${commandId}`,
      isSame: (entry) => isSame(entry, command),
      async decide({ state, now }) {
        const { file, sheet, said, hashOf } = await gather(state, caseId, now)
        const relation = relationOf(by, file, now)
        authorize(POLICIES[command.type], by, relation)
        return { ...decideTermination(command, { file, relation, sheet, said, digest, hashOf }), actor: { kind: 'staff', id: by.staffId, role: relation } }
      },
    })
    return stored!
  }
}
export type TerminationAct = ReturnType<typeof createTerminationCommands>

/** Whether an entry is what a command became: what it rests on is added by the rules and does not count. */
function isSame({ type, body }: Pick<SequencedEntry, 'type' | 'body'>, command: TerminationCommand): boolean {
  switch (command.type) {
    case 'GiveReason': return type === 'termination.reason_given' && body.check === command.check && body.text === command.text.trim()
    case 'Review': return type === 'termination.reviewed' && body.check === command.check && body.fine === command.fine && body.note === command.note.trim()
    case 'FileSheet': return type === 'termination.sheet_filed' && body.digest === command.seen
  }
}
