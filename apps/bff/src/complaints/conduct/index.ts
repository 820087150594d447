import { complaintChain, staffChain } from '@zhixin/shared/ids'
import type { Actor as LogActor } from '@zhixin/shared/log'
import { type ConductFound, ConductFoundSchema, dayOf, staffIdsIn } from '@zhixin/shared/rules'
import type { Log, Tail } from '../../log'
import type { ComplaintFiles } from '../files/files'
import { followReports, followSteps, type StepEntry } from '../steps-taken'

const RECORD: LogActor = { kind: 'system', id: 'conduct-record', role: 'record' }

/**
 * The record of civilised enforcement (文明执法档案, rules B-5): what was found of somebody of the court's and concluded, in that person's own chain, by
 * which document. Nothing that is open, nothing that turned out to be unfounded, and nothing of whoever was named without being found at fault: a
 * witness, or somebody of a similar name. Of a report of misconduct neither its number nor who wrote it comes along.
 */
export function createConductRecord(log: Log, files: ComplaintFiles) {
  async function follow({ key, entry: { seq, index, at }, stepped: { step, to } }: StepEntry): Promise<void> {
    const { workflow } = files.rulesOf(key.stream)
    const rule = workflow.conduct_record
    if (!rule || to !== rule.in_state || !workflow.steps.some((one) => one.id === step && one.to === rule.in_state)) return
    const before = (await log.list(complaintChain(key))).filter((entry) => entry.index <= index)
    const file = before.reduce(files.folds[key.stream].evolve, files.folds[key.stream].initial).file
    const { [rule.field]: finding, [rule.of]: meant } = file.fields
    if (typeof finding !== 'string' || !rule.founded.includes(finding)) return
    const document = file.papers.filter(({ paper }) => paper === rule.paper).pop()
    const sm3 = file.attachments.find(({ id }) => document?.attachmentIds.includes(id))?.sm3
    const found: ConductFound = {
      kind: key.stream === 'discipline' ? 'discipline' : 'feedback', outcome: workflow.fields[rule.field]!.choices![finding]!, concludedOn: dayOf(at),
      documentSm3: sm3 ?? before[index]!.entryHash,
    }
    for (const staffId of staffIdsIn(meant)) {
      await log.append({ chain: staffChain(staffId), key: `from/${seq}/conduct/${staffId}`, decide: async () => ({ type: 'conduct.found', actor: RECORD, body: { ...found } }) })
    }
  }
  return {
    /** Of feedback; and, apart, of what is the inspectors' alone. */
    tails: [followSteps(log, 'conduct-record', follow), followReports(log, 'conduct-record-discipline', follow)] as Tail[],
    /** What was found of these members of staff, the newest first. */
    async found(staffIds: readonly string[]): Promise<(ConductFound & { staffId: string })[]> {
      const all = await Promise.all(staffIds.map(async (staffId) =>
        (await log.list(staffChain(staffId))).filter(({ type }) => type === 'conduct.found').map(({ body }) => ({ ...ConductFoundSchema.parse(body), staffId }))))
      return all.flat().sort((a, b) => b.concludedOn.localeCompare(a.concludedOn))
    },
  }
}
export type ConductRecord = ReturnType<typeof createConductRecord>
