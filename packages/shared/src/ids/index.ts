import { z } from 'zod'

/**
 * Ids are opaque and random: they tell nobody how many cases, people or messages there are.
 * `c_` case, `p_` litigant-side person or unit, `s_` member of staff, `a_` attachment, `l_` relation of a person to a case, `r_` request,
 * `g_` what joins the case numbers of one matter, `t_` something a person is asked to do, `b_` an account that a party is paid into, `n_` a
 * node of a case's progress, `k_` a complaint, petition, report or question, `h_` a call at the hotline, `w_` a paper of the
 * court's (文书), `m_` what a phone calls its own write.
 */
const opaque = (prefix: string, length: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{${length}}$`))

export const CaseIdSchema = opaque('c', '8,32')
export const PersonIdSchema = opaque('p', '8,32')
export const StaffIdSchema = opaque('s', '4,32')
export const RelationIdSchema = opaque('l', '8,32')
export const RequestIdSchema = opaque('r', '8,32')
export const MatterIdSchema = opaque('g', '8,32')
export const AttachmentIdSchema = opaque('a', '8,32')
export const TaskIdSchema = opaque('t', '8,40')
export const NodeRecordIdSchema = opaque('n', '8,40')
export const ComplaintIdSchema = opaque('k', '8,40')
export const CallIdSchema = opaque('h', '8,40')
export const PaperIdSchema = opaque('w', '8,40')
export const ReceivingAccountIdSchema = opaque('b', '8,40')
/** Chosen by the phone once for each write and kept until the write is stored: it makes a repeat harmless. */
export const ClientMessageIdSchema = z.string().regex(/^m_[0-9a-z]{16,40}$/)

/** A thread is one case × one litigant-side person. */
export interface ThreadKey {
  caseId: string
  personId: string
}

/**
 * A chain's name says whose it is: `thread:<case>/<person>`, `case:<case>`, `access:<case>`, `urgent:<case>/<person>`, `conduct:<case>/<person>`,
 * `push:<case>/<person>`, `watch:<case>/<person>`, `request:<request>`, `staff:<staff>`, one of the complaints' (`<stream>:<complaint>`),
 * `inspection:<complaint>`, `call:<call>` or `report:<rhythm>-<first day>`. `urgent`: whom the court rang about an urgent clue of that
 * thread; `conduct`: what the court notes of what was said in it; `push`: over which channels that person was tried for what stands in the thread, and
 * with what result; `watch`: who of the court was warned of a period that is kept in the thread (a clue, an application, an answer to a report of
 * irregularity), and whom it went up to. Parties never read those four, and nothing they read waits for them.
 */
export type ChainName = string
/** The kinds of file that somebody's words about the court's work open, each a chain of its own (rules C): three streams and what is none of them. */
export const STREAMS = ['feedback', 'petition', 'discipline', 'inquiry'] as const
export const StreamSchema = z.enum(STREAMS)
export type Stream = z.infer<typeof StreamSchema>
/** Of them those that are not for the inspectors of discipline alone. */
export const OPEN_STREAMS = ['feedback', 'petition', 'inquiry'] as const satisfies readonly Stream[]
export type OpenStream = (typeof OPEN_STREAMS)[number]
export const isOpenStream = (stream: Stream): stream is OpenStream => stream !== 'discipline'
export interface ComplaintKey {
  stream: Stream
  complaintId: string
}

export const RHYTHMS = ['daily', 'weekly', 'monthly'] as const
export const RhythmSchema = z.enum(RHYTHMS)
export type Rhythm = z.infer<typeof RhythmSchema>

/**
 * `inspection`: who opened a report of misconduct, for the inspectors alone. `call`: what a clerk of the hotline was asked, whom they took the caller
 * for and by what, and what they read out. `report`: what departments reported for a day, week or month, and the bulletin that was issued of it.
 */
type ComplaintPlace = { kind: Stream; complaintId: string } | { kind: 'inspection'; complaintId: string }

/** `request`: what somebody asked who cannot get in, or who wants to stand for another; `staff`: who may do what for the court, from when. */
export type ChainPlace =
  | { kind: 'thread'; caseId: string; personId: string }
  | { kind: 'case'; caseId: string }
  | { kind: 'access'; caseId: string }
  | { kind: 'urgent'; caseId: string; personId: string }
  | { kind: 'conduct'; caseId: string; personId: string }
  | { kind: 'push'; caseId: string; personId: string }
  | { kind: 'watch'; caseId: string; personId: string }
  | { kind: 'request'; requestId: string }
  | { kind: 'staff'; staffId: string }
  | ComplaintPlace
  | { kind: 'call'; callId: string }
  | { kind: 'report'; rhythm: Rhythm; from: string }
export type ChainKind = ChainPlace['kind']

export const threadChain = (key: ThreadKey): ChainName => `thread:${key.caseId}/${key.personId}`
export const caseChain = (caseId: string): ChainName => `case:${caseId}`
export const accessChain = (caseId: string): ChainName => `access:${caseId}`
export const urgentChain = (key: ThreadKey): ChainName => `urgent:${key.caseId}/${key.personId}`
export const conductChain = (key: ThreadKey): ChainName => `conduct:${key.caseId}/${key.personId}`
export const pushChain = (key: ThreadKey): ChainName => `push:${key.caseId}/${key.personId}`
export const watchChain = (key: ThreadKey): ChainName => `watch:${key.caseId}/${key.personId}`
export const requestChain = (requestId: string): ChainName => `request:${requestId}`
export const staffChain = (staffId: string): ChainName => `staff:${staffId}`
export const complaintChain = ({ stream, complaintId }: ComplaintKey): ChainName => `${stream}:${complaintId}`
export const inspectionChain = (complaintId: string): ChainName => `inspection:${complaintId}`
export const callChain = (callId: string): ChainName => `call:${callId}`
/** `from`: the first day of the period, Shanghai. */
export const reportChain = (rhythm: Rhythm, from: string): ChainName => `report:${rhythm}-${from}`

const OF_COMPLAINTS = /^(feedback|petition|discipline|inquiry|inspection):(k_[0-9a-z]{8,40})$|^call:(h_[0-9a-z]{8,40})$|^report:(daily|weekly|monthly)-(\d{4}-\d{2}-\d{2})$/
const CHAIN = /^(?:(thread|urgent|conduct|push|watch):(c_[0-9a-z]{8,32})\/(p_[0-9a-z]{8,32})|(case|access):(c_[0-9a-z]{8,32})|request:(r_[0-9a-z]{8,32})|staff:(s_[0-9a-z]{4,32}))$/

/** The parts of a chain's name, or undefined when it is none. */
export function parseChain(chain: ChainName): ChainPlace | undefined {
  const match = CHAIN.exec(chain)
  if (!match) return ofComplaints(chain)
  const [, thread, threadCase, personId, ofCase, caseId, requestId, staffId] = match
  if (thread) return { kind: thread as 'thread' | 'urgent' | 'conduct' | 'push' | 'watch', caseId: threadCase!, personId: personId! }
  if (ofCase) return { kind: ofCase as 'case' | 'access', caseId: caseId! }
  return requestId ? { kind: 'request', requestId } : { kind: 'staff', staffId: staffId! }
}

function ofComplaints(chain: ChainName): ChainPlace | undefined {
  const [, kind, complaintId, callId, rhythm, from] = OF_COMPLAINTS.exec(chain) ?? []
  if (complaintId) return { kind: kind as Stream | 'inspection', complaintId }
  if (callId) return { kind: 'call', callId }
  return rhythm ? { kind: 'report', rhythm: rhythm as Rhythm, from: from! } : undefined
}

/** Which complaint's file a chain is; undefined: none. */
export function complaintOf(chain: ChainName): ComplaintKey | undefined {
  const place = parseChain(chain)
  return place && isOfStream(place) ? { stream: place.kind, complaintId: place.complaintId } : undefined
}
const isOfStream = (place: ChainPlace): place is { kind: Stream; complaintId: string } => STREAMS.some((stream) => stream === place.kind)

/** Whose chain is for the inspectors of discipline alone: under a key of its own, in no read model, search, count or file of anybody else. */
export const isForInspectors = (chain: ChainName): boolean => /^(?:discipline|inspection):/.test(chain)
