import { CodedError, type ErrorCode } from '../../errors'
import type { EntryAttachment } from '../../log'
import type { HolidayTable } from '../calendar'
import type { CaseState } from '../case-file'
import type { Catalogue } from './catalogue'
import type { ProgressState } from './progress-state'

/** The papers that a record names, as the court has them. */
export interface NodeProof {
  uploaded: readonly EntryAttachment[]
  /** The entry of a thread that is named, where it is there, not sealed, and holds papers. */
  filedHash?: string
  /** The entry of the finished paper that is named, where such a node rests on it and says what it says. */
  paperHash?: string
}

/** What recording rests on. `level`: whether what is approved is also reported to a court above (rules X-30). */
export interface RecordingGiven {
  file: Pick<CaseState, 'filedOn' | 'parties' | 'relations'>
  progress: ProgressState
  catalogue: Catalogue
  calendar: HolidayTable
  level: 'basic' | 'intermediate'
  /** Whether the court's own system says it: it brings all the same, but need not say why it comes late. */
  isImport: boolean
  /** What is named of uploads and of the file, as it was found; not there where nothing is. */
  proof?: NodeProof
  /** Of a node that submits a termination: the checks of the evidence sheet that are red and have no reason. Nobody looked where it is not there. */
  unexplained?: readonly number[]
  now: string
}

/** Throws CodedError `progress.*`, with the field of the request that it is about. */
export const refuse = (code: ErrorCode, field?: string, detail?: string): never => {
  throw new CodedError(code, { ...(field !== undefined && { field: `body.${field}` }), ...(detail !== undefined && { detail }) })
}
