import type { HolidayTable } from '../calendar'
import { dueOf, leadOf } from '../periods'
import { isStanding } from '../relations'
import { addDays, type Day } from '../shanghai'
import type { NodeSpec } from './catalogue'
import type { SaidOfNode } from './commands'
import { inTime, type ProgressRecord } from './progress-state'
import { type RecordingGiven, refuse } from './recording'

/** What the catalogue names among the checks of a node. Answers with warnings. */
export function checkRules(said: SaidOfNode, node: NodeSpec, given: RecordingGiven): string[] {
  return node.checks.flatMap((check): string[] => {
    switch (check) {
      case 'reserve_price': return checkReservePrice(said, node)
      case 'auction_lead': return checkLead(said.on, said.fields.auction_day, node, given.calendar)
      case 'termination_age': return checkAge(said.on, given)
      case 'interview_record':
      case 'paper_attached': return checkProof(said, given)
      case 'evidence_sheet': return checkSheet(given)
      case 'interview_held': return checkHeld(said, given)
      case 'signed_paper': return [...checkProof(said, given), ...checkSignatures(said, given)]
    }
  })
}

function checkReservePrice({ fields: { start_price: start, reference_price: reference } }: SaidOfNode, { least_percent: least }: NodeSpec): string[] {
  if (start === undefined || reference === undefined || least === undefined) return []
  const cents = (value: string): number => Math.round(Number(value) * 100)
  if (cents(start) * 100 >= cents(reference) * least) return []
  const lowest = (Math.ceil((cents(reference) * least) / 100) / 100).toFixed(2)
  return refuse('progress.reserve_price', 'fields.start_price', `起拍价不得低于评估价或者市价的百分之${least}，即 ${lowest} 元。`)
}

function checkLead(notice: Day, auction: Day | undefined, { limit }: NodeSpec, calendar: HolidayTable): string[] {
  if (auction === undefined || limit?.direction !== 'before') return []
  const lead = leadOf(limit, auction, notice, calendar)
  if (lead === 'exact') return [`公告到开拍正好 ${limit.value} 天，没有余地。`]
  return lead === 'enough' ? [] : refuse('progress.auction_lead', 'fields.auction_day', `须在开拍 ${limit.value} 天前公告：${notice} 公告的，最早 ${addDays(notice, limit.value)} 开拍。`)
}

/** A notice and the start of the same auction name the same day, and lie far enough apart, whichever is recorded first. */
export function checkNotices({ what, on, object, fields }: SaidOfNode, { progress, catalogue, calendar }: RecordingGiven): string[] {
  const others = inTime(progress).filter((record) => record.object === object)
  if (what === AUCTION) {
    return others.flatMap((record) => {
      const node = catalogue.nodes.get(record.what)
      if (!node?.checks.includes('auction_lead') || record.fields.auction_day === undefined || isPast(record.fields.auction_day, others)) return []
      if (record.fields.auction_day !== on) refuse('progress.auction_day_differs', 'on', `公告上写的开拍日是 ${record.fields.auction_day}。`)
      return checkLead(record.on, on, node, calendar)
    })
  }
  const start = others.filter((record) => record.what === AUCTION).at(-1)
  const isNotice = catalogue.nodes.get(what)?.checks.includes('auction_lead') === true
  if (isNotice && start && start.on > on && fields.auction_day !== undefined && fields.auction_day !== start.on) {
    refuse('progress.auction_day_differs', 'fields.auction_day', `已记录的开拍日是 ${start.on}。`)
  }
  return []
}
const AUCTION = 'auction_start'
/** A notice whose auction is on record has had it: a later auction of the same thing is another. */
const isPast = (day: Day, others: readonly ProgressRecord[]): boolean => others.some(({ what, on }) => what === AUCTION && on === day)

function checkAge(on: Day, { catalogue, calendar, file }: RecordingGiven): string[] {
  const rule = [...catalogue.nodes.values()].find((node) => node.on && node.kind === 'not_before' && node.id === TERMINATION_AGE)
  if (!rule?.limit) return []
  const { dueDay } = dueOf({ ...rule.limit, roll_forward: false }, { day: file.filedOn }, { holidays: calendar })
  return on >= dueDay ? [] : refuse('progress.too_early', 'on', `${rule.label}：最早 ${dueDay}。`)
}
const TERMINATION_AGE = 'termination_min_age'

/** Photos and PDF: what shows a signed paper. */
const SHOWS = /^(image\/|application\/pdf$)/

/** The record itself, uploaded or in the file already (约谈、和解). What the court's own system brings is kept there, and is named by its number. */
function checkProof({ papers, evidence = [], filedIn, paper }: SaidOfNode, { isImport, proof }: RecordingGiven): string[] {
  if (isImport) return papers.length > 0 ? [] : refuse('progress.paper_missing', 'papers')
  if (evidence.length === 0 && filedIn === undefined && paper === undefined) return refuse('progress.evidence_missing', 'evidence')
  if (proof?.uploaded.some(({ type }) => !SHOWS.test(type)) === true) return refuse('progress.evidence_unknown', 'evidence')
  return []
}

/** The hash of the entry that is named as proof. */
export function filedHashOf({ filedIn, paper }: SaidOfNode, { proof }: RecordingGiven): string | undefined {
  if (paper !== undefined) return proof?.paperHash ?? refuse('progress.evidence_unknown', 'paper')
  return filedIn === undefined ? undefined : (proof?.filedHash ?? refuse('progress.evidence_unknown', 'filedIn'))
}

/** A settlement is one only when both sides have signed it. Which of several parties of a side it binds is as they signed. */
function checkSignatures({ signedBy = [] }: SaidOfNode, { isImport, file: { parties } }: RecordingGiven): string[] {
  if (isImport) return []
  const signers = signedBy.map((id) => parties.find((party) => party.partyId === id && isStanding(party)) ?? refuse('progress.field_wrong', 'signedBy'))
  const isBoth = (['applicant', 'respondent'] as const).every((side) => signers.some((party) => party.side === side))
  return isBoth ? [] : refuse('progress.signature_missing', 'signedBy')
}

/** What closes a case rests on an interview held before (rules B-14). */
function checkHeld({ on }: SaidOfNode, { catalogue, progress }: RecordingGiven): string[] {
  const isInterview = (what: string): boolean => catalogue.nodes.get(what)?.checks.includes('interview_record') === true
  return inTime(progress).some((record) => record.on <= on && isInterview(record.what)) ? [] : refuse('progress.interview_missing')
}

/**
 * A termination is not submitted while a check of the evidence sheet is red and nobody has said why (rules G). What the court's own system brings has
 * happened: it is recorded, with a warning.
 */
function checkSheet({ unexplained, isImport }: RecordingGiven): string[] {
  if (unexplained === undefined) return isImport ? [] : refuse('progress.sheet_red')
  if (unexplained.length === 0) return []
  const which = `终本证据清单第 ${unexplained.join('、')} 项不合格，没有写明理由。`
  return isImport ? [which] : refuse('progress.sheet_red', undefined, `${which}请先到“终本证据清单”补正，或者逐项写明理由。`)
}
