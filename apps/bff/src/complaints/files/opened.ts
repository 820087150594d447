import { complaintChain } from '@zhixin/shared/ids'
import { ComplaintReceivedSchema, type FieldValues } from '@zhixin/shared/rules'
import type { Log, Tail } from '../../log'
import { whomItIsAbout } from '../about'
import type { Contacts } from '../contacts'
import { followSteps } from '../steps-taken'
import { COMPLAINANT, type ComplaintFiles } from './files'
import type { FileStaff } from './who'

interface OpenedParts {
  log: Log
  files: ComplaintFiles
  contacts: Contacts
  staff: { all(): Promise<FileStaff[]> }
}

/**
 * A step that opens a file of another stream opens it here, under the same receipt: what was said goes with it, by which channel, and how to reach
 * whoever said it; its documents stay where they are and are found by the link. Whether it is the superior court's is asked anew by the rules of the
 * stream that it comes to. Idempotent: the first entry's key is what it follows from. Nothing opens a report of misconduct this way: feedback is read
 * by whom it is about.
 */
export const createOpened = ({ log, files, contacts, staff }: OpenedParts): Tail =>
  followSteps(log, 'complaints-opened', async ({ key: from, entry: { seq, actor }, stepped: { opens, step } }) => {
    if (!opens || opens.stream === 'discipline') return
    const [first] = await log.list(complaintChain(from))
    const { thread: _thread, files: _files, ...received } = ComplaintReceivedSchema.parse(first!.body)
    const { receipt, by, matter, caseId, about, fields, receivedAt } = await files.state(from)
    const { workflow } = files.rulesOf(opens.stream)
    const contact = by === 'named' ? await contacts.of(from) : undefined
    if (contact) await contacts.keep(opens, contact)
    const asked = new Set([...workflow.registration.needs.map(({ field }) => field), ...workflow.registration.may_say])
    const isSameMatter = files.rulesOf(from.stream).workflow.steps.some(({ id, reclassifies }) => id === step && reclassifies)
    // Said once more it begins with the new saying; classified otherwise it counts from when the court had it.
    const known: FieldValues = { ...fields, said_at: isSameMatter ? (fields.said_at ?? receivedAt) : '' }
    const said = Object.fromEntries(Object.entries(known).filter(([name, value]) => asked.has(name) && workflow.fields[name] && value.length > 0))
    const { about: named, goesUp } = whomItIsAbout({ about, aboutSaid: received.aboutSaid, matter }, await staff.all(), workflow)
    await files.append(opens, {
      key: `from/${seq}/opened`, actor: actor.kind === 'staff' ? actor : COMPLAINANT, says: { from }, who: async () => ({ kind: 'clock' }),
      command: {
        type: 'Receive', files: [], registeredByStaff: false,
        received: { ...received, channel: received.channel === 'thread' ? 'app' : received.channel, receipt, ...(caseId !== null && { caseId }), about: named, ...(goesUp && { goesUp }), fields: said, files: [], from },
      },
    })
  })
