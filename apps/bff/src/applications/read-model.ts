import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { FormSubmittedSchema, SealApprovedSchema } from '@zhixin/shared/rules'
import { type mongo, trusted } from 'mongoose'
import { putNewer } from '../log'
import type { ApplicationDocument, ApplicationModel } from './model'

const ENDS: ReadonlySet<string> = new Set(['clue.answered', 'application.docketed', 'application.refused', 'application.returned'])

/** Takes the court's entries, in order, into the list of clues and applications. */
export async function projectApplications(model: ApplicationModel, entries: SequencedEntry[]): Promise<void> {
  const changes = entries.flatMap(changeOf)
  if (changes.length === 0) return
  const stored = await model.find({ _id: trusted({ $in: changes.map(({ id }) => id) }) }).lean<ApplicationDocument[]>()
  const documents = new Map(stored.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const { id, seq, change } of changes) {
    const before = documents.get(id)
    const after = before && before.upTo >= seq ? undefined : change(before)
    if (!after) continue
    documents.set(id, { ...after, upTo: seq })
    changed.add(id)
  }
  await putNewer(model.collection as unknown as mongo.Collection<ApplicationDocument>, [...changed].map((id) => documents.get(id)!))
}

interface Change {
  id: string
  seq: number
  /** Undefined where there is no such application. */
  change(before: ApplicationDocument | undefined): ApplicationDocument | undefined
}

function changeOf({ chain, type, index, at, seq, body }: SequencedEntry): Change[] {
  const place = parseChain(chain)
  if (place?.kind !== 'thread') return []
  const { caseId, personId } = place
  const idOf = (of: number): string => `${caseId}/${personId}/${of}`
  const edit = (of: number, part: Partial<ApplicationDocument>): Change[] => [{ id: idOf(of), seq, change: (before) => before && { ...before, ...part } }]
  if (type === 'form.submitted') {
    const { handled } = FormSubmittedSchema.parse(body)
    if (!handled) return []
    const fresh = (): ApplicationDocument => ({ _id: idOf(index), caseId, personId, index, by: handled.by, at, isOpen: true, isSealed: false, upTo: seq })
    return [{ id: idOf(index), seq, change: fresh }]
  }
  if (ENDS.has(type)) return edit(body.of as number, { isOpen: false })
  return type === 'seal.approved' ? edit(SealApprovedSchema.parse(body).of, { isSealed: true }) : []
}
