import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { evolveStandingRequest, noStandingRequest, type StandingRequestState } from '@zhixin/shared/rules'
import { type mongo, trusted } from 'mongoose'
import { putNewer } from '../log'
import type { RequestDocument, RequestModel } from './model'

/** Takes the court's entries, in order, into the read model of requests to stand for somebody. */
export async function projectRequests(model: RequestModel, entries: SequencedEntry[]): Promise<void> {
  const ofRequests = entries.filter(({ chain, type }) => type.startsWith('standing.') && parseChain(chain)?.kind === 'request')
  if (ofRequests.length === 0) return
  const idOf = ({ chain }: SequencedEntry): string => chain.slice('request:'.length)
  const stored = await model.find({ _id: trusted({ $in: [...new Set(ofRequests.map(idOf))] }) }).lean<RequestDocument[]>()
  const documents = new Map(stored.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const entry of ofRequests) {
    const id = idOf(entry)
    const before = documents.get(id)
    if (before && before.upTo >= entry.seq) continue
    const document = documentOf(evolveStandingRequest(before ? stateOf(before) : noStandingRequest, entry), entry.seq)
    if (!document) continue
    documents.set(id, document)
    changed.add(id)
  }
  await putNewer(model.collection as unknown as mongo.Collection<RequestDocument>, [...changed].map((id) => documents.get(id)!))
}

export const stateOf = ({ _id, decidedAt, reason, grantedCaseId, ...document }: RequestDocument): StandingRequestState => ({
  requestId: _id, status: document.status, asked: document.asked, askedBy: document.askedBy, askedAt: document.askedAt, attachments: document.attachments,
  ...(decidedAt !== null && { decidedAt }), ...(reason !== null && { reason }), ...(grantedCaseId !== null && { grantedCaseId }),
})

function documentOf(state: StandingRequestState, upTo: number): RequestDocument | undefined {
  const { status, asked, requestId, askedBy, askedAt, attachments, decidedAt = null, reason = null, grantedCaseId = null } = state
  if (status === 'none' || !asked) return undefined
  return { _id: requestId, status, asked, askedBy, askedAt, attachments: [...attachments], decidedAt, reason, grantedCaseId, upTo }
}
