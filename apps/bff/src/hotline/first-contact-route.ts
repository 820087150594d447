import { type FirstContact, FirstContactSchema } from '@zhixin/shared/contract'
import { complaintOf } from '@zhixin/shared/ids'
import { CallKindSchema } from '@zhixin/shared/rules'
import type { Complaints } from '../complaints'
import type { Log } from '../log'
import { defineRoute, type Route } from '../platform/http/route'
import { asClerk } from './calls'
import { workHotline } from './policy'

interface Parts {
  log: Log
  complaints: Pick<Complaints, 'files' | 'list'>
}
type Mine = FirstContact['mine'][number]
const SHOWN = 100
const OfCalls = CallKindSchema.exclude(['discipline'])

/** What stays with whoever took it first, until it is handed over (rules R6): what has waited longest comes first. Where there is more, that is said. */
export function createFirstContactRoute({ log, complaints: { files, list } }: Parts): Route {
  async function mineOf(staffId: string, stream: Mine['stream'], complaintId: string): Promise<Mine | undefined> {
    const file = await files.state({ stream, complaintId })
    if (file.firstContact?.staffId !== staffId || file.firstContact.handedOver) return undefined
    const { told, next, over } = files.rulesOf(stream).workflow.states[file.state]!
    const kind = OfCalls.parse(stream === 'inquiry' ? file.fields.kind : stream)
    return over ? undefined : { stream, complaintId, kind, receipt: file.receipt, receivedAt: file.receivedAt, told, next: next ?? null }
  }
  const ofFiles = async (chain: string): Promise<boolean> => {
    const stream = complaintOf(chain)?.stream
    return stream !== undefined && stream !== 'discipline'
  }

  return defineRoute({
    method: 'get', path: '/hotline/first-contact', tag: '热线坐席 hotline', policy: workHotline, limit: 'read',
    summary: 'What the reader took first and has not handed over yet', answer: FirstContactSchema,
    async handle({ actor }) {
      const { staffId } = asClerk(actor)
      const found = await log.reading([list], ofFiles, () =>
        list.documents().find({ staffIds: staffId, isOver: false }).sort({ receivedAt: 1, _id: 1 }).select('stream').lean<{ _id: string; stream: Mine['stream'] }[]>())
      const mine: Mine[] = []
      for (const { _id, stream } of found) {
        if (mine.length > SHOWN) break
        const one = await mineOf(staffId, stream, _id)
        if (one) mine.push(one)
      }
      return { data: { mine: mine.slice(0, SHOWN), hasMore: mine.length > SHOWN } }
    },
  })
}
