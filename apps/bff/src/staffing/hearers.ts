import { type CaseState, HANDLERS, relationOfStaff } from '@zhixin/shared/rules'
import type { Offices } from '../identity'

type File = Pick<CaseState, 'status' | 'department' | 'officerIds' | 'judgeId'>

/**
 * Who of the court answers in a case now: those named in it who still do, and whoever stands in for one who is away. As this process
 * knows it: who is told of something; what somebody may do is decided elsewhere, on what the store says.
 */
export const createHearers = (offices: Pick<Offices, 'seen'>) =>
  async function hearers(file: File): Promise<string[]> {
    const { members, standIn } = await offices.seen()
    const named = [...file.officerIds, file.judgeId]
    const asked = [...new Set([...named, ...named.flatMap((id) => standIn(id)?.ids ?? [])])]
    return members(asked).filter((member) => HANDLERS.includes(relationOfStaff(file, member))).map(({ id }) => id)
  }
