import type { TakeStep } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type ComplaintState, factsOf, holds, type StaffWho } from '@zhixin/shared/rules'
import type { Attachments } from '../../attachments'
import { actorKeyOf, type StaffActor } from '../../platform/http/actor'
import type { ComplaintFiles } from './files'
import type { FileStaff } from './who'

interface Parts {
  files: ComplaintFiles
  attachments: Attachments
  staff: { all(): Promise<FileStaff[]> }
}

/**
 * A step taken by a member of staff: what it names is looked up, what it brings is claimed; the engine decides. That they may read the file, whoever
 * calls has seen to.
 */
export function createSteps({ files, attachments, staff }: Parts) {
  /** Members of staff and departments that are named exist, hold the office that the field asks for, and are none of the team that it is kept from. */
  async function assertNamed(key: ComplaintKey, fields: TakeStep['fields']): Promise<void> {
    const { workflow } = files.rulesOf(key.stream)
    const named = Object.entries(fields).flatMap(([field, value]) => {
      const { type, held_by: holders = [], not_theirs: notTheirs } = workflow.fields[field] ?? {}
      return typeof value === 'string' && (type === 'staff' || type === 'department') ? [{ field, value, type, holders, notTheirs }] : []
    })
    if (named.length === 0) return
    const [all, file] = [await staff.all(), await files.state(key)]
    const facts = factsOf(file, files.rulesOf(key.stream), files.now(), fields)
    const theirs = new Set(all.filter(({ id }) => file.about.includes(id)).map(({ department }) => department))
    for (const { field, value, type, holders, notTheirs } of named) {
      const isThere = type === 'staff' ? all.some(({ id }) => id === value) : all.some(({ department }) => department === value)
      assertThat(isThere, 'staff.unknown', { field: `body.fields.${field}` })
      // A petition's leader is one of the court's leaders, and a report of irregularity is answered by a judge.
      const isOfRole = type !== 'staff' || holders.length === 0 || all.some(({ id, roles }) => id === value && roles.some((role) => holders.includes(role)))
      assertThat(isOfRole, 'complaints.not_of_role', { field: `body.fields.${field}` })
      const department = type === 'department' ? value : all.find(({ id }) => id === value)?.department
      const isTheirs = department !== undefined && theirs.has(department) && notTheirs !== undefined && holds(notTheirs, facts)
      assertThat(!isTheirs, 'complaints.not_to_their_team', { field: `body.fields.${field}` })
    }
  }

  return {
    async take(actor: StaffActor, key: ComplaintKey, body: TakeStep): Promise<SequencedEntry | undefined> {
      await assertNamed(key, body.fields)
      const claimed = await attachments.claim(complaintChain(key), actorKeyOf(actor)!, body.papers.map(({ attachmentId }) => attachmentId))
      const { step, fields, declared, note } = body
      const spec = files.rulesOf(key.stream).workflow.steps.find(({ id }) => id === step)
      const opens = spec?.opens && { stream: spec.opens, complaintId: files.idOf(spec.opens, `${actorKeyOf(actor)}/${body.commandId}`) }
      return files.act(actor, key, body.commandId, {
        type: 'TakeStep', step, fields, declared, ...(note !== undefined && { note }), ...(opens && { opens }),
        papers: body.papers.map(({ paper }, i) => ({ paper, attachment: claimed[i]! })),
      }, { step, fields })
    },
    /** The file as it stands after one's own step, even where that ended the right to read it. */
    async after(actor: StaffActor, key: ComplaintKey): Promise<{ file: ComplaintState; who: StaffWho }> {
      const file = await files.state(key)
      return { file, who: await files.whoOf(actor, file) }
    },
  }
}
