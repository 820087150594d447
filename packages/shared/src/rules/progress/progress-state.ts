import type { z } from 'zod'
import { CaseTakenOverSchema, withCarried } from '../transfer'
import { CaseClosedSchema, CaseCorrectedSchema, CaseRegisteredSchema } from '../case-file'
import { type Day, dayOf } from '../shanghai'
import {
  ClockOverdueSchema, ClockWarnedSchema, HoldSetSchema, type NodeRecorded, NodeRecordedSchema, NodeReleasedSchema, NodeWithdrawnSchema, PeriodExtendedSchema,
  PeriodResumedSchema, PeriodSuspendedSchema,
} from './entries'

/** A node or event of a case, as far as clocks and telling need it. */
export interface ProgressRecord extends NodeRecorded {
  /** Place in the case's chain. */
  index: number
  recordedAt: string
  withdrawn?: { index: number; reason: string }
  released: readonly { index: number; side: 'applicant' | 'respondent'; detail?: string; reason?: string }[]
}

/** How a case stands, folded from its chain: what has happened, what suspends and extends periods, which warnings were written. */
export interface ProgressState {
  /** In the order of the chain; `inTime` puts them in order of time. */
  records: readonly ProgressRecord[]
  /** Nothing goes out by itself (F-5). */
  held: boolean
  suspensions: readonly z.infer<typeof PeriodSuspendedSchema>[]
  extensions: readonly (z.infer<typeof PeriodExtendedSchema> & { index: number })[]
  /** `<clock>/<step>` of every warning and overdue entry there is. */
  steps: ReadonlySet<string>
  filedOn?: Day
  closedOn?: Day
  /** The day on which the case went to another court: its periods run on there. */
  movedOn?: Day
}

export const noProgress: ProgressState = { records: [], held: false, suspensions: [], extensions: [], steps: new Set() }

interface Happened {
  index: number
  at: string
  type: string
  body: unknown
}

/** The registration is the node 执行立案 of its day: nobody records it a second time. */
export const FILING = 'case_filing'

/** State after one more entry of the case's chain. Entries it does not know leave it as it is. */
export function evolveProgress(state: ProgressState, entry: Happened): ProgressState {
  switch (entry.type) {
    case 'case.registered': {
      const { filedOn, caseId, announced } = CaseRegisteredSchema.parse(entry.body)
      const filing: ProgressRecord = {
        recordId: caseId.replace(/^c_/, 'n_'), what: FILING, on: filedOn, fields: {}, papers: [], warnings: [], index: entry.index, recordedAt: entry.at, released: [],
        ...(!announced && { quiet: true }),
      }
      return { ...state, filedOn, records: [...state.records, filing] }
    }
    case 'case.corrected': {
      const { filedOn } = CaseCorrectedSchema.parse(entry.body)
      if (filedOn === undefined) return state
      return { ...state, filedOn, records: state.records.map((record) => (record.what === FILING ? { ...record, on: filedOn } : record)) }
    }
    case 'case.closed':
      return { ...state, closedOn: CaseClosedSchema.parse(entry.body).closedOn }
    case 'node.recorded':
      return { ...state, records: [...state.records, { ...NodeRecordedSchema.parse(entry.body), index: entry.index, recordedAt: entry.at, released: [] }] }
    case 'node.withdrawn': {
      const { recordId, reason } = NodeWithdrawnSchema.parse(entry.body)
      return { ...state, records: changed(state, recordId, (record) => ({ ...record, withdrawn: { index: entry.index, reason } })) }
    }
    case 'node.released': {
      const { recordId, ...release } = NodeReleasedSchema.parse(entry.body)
      return { ...state, records: changed(state, recordId, (record) => ({ ...record, released: [...record.released, { index: entry.index, ...release }] })) }
    }
    case 'case.transferred_out':
      return { ...state, movedOn: dayOf(entry.at) }
    case 'case.transfer_undone':
    case 'case.transfer_refused': {
      const { movedOn: _movedOn, ...rest } = state
      return rest
    }
    case 'case.taken_over':
      return withCarried(state, CaseTakenOverSchema.parse(entry.body).progress, entry.index, FILING)
    case 'hold.set':
      return { ...state, held: HoldSetSchema.parse(entry.body).held }
    case 'period.suspended':
      return { ...state, suspensions: [...state.suspensions, PeriodSuspendedSchema.parse(entry.body)] }
    case 'period.resumed': {
      const { suspensionId, to } = PeriodResumedSchema.parse(entry.body)
      return { ...state, suspensions: state.suspensions.map((one) => (one.suspensionId === suspensionId && one.to === undefined ? { ...one, to } : one)) }
    }
    case 'period.extended':
      return { ...state, extensions: [...state.extensions, { ...PeriodExtendedSchema.parse(entry.body), index: entry.index }] }
    case 'clock.warned':
    case 'clock.overdue': {
      const { clockId, step } = (entry.type === 'clock.warned' ? ClockWarnedSchema : ClockOverdueSchema).parse(entry.body)
      return { ...state, steps: new Set([...state.steps, `${clockId}/${step}`]) }
    }
    default:
      return state
  }
}

const changed = ({ records }: ProgressState, recordId: string, change: (record: ProgressRecord) => ProgressRecord): ProgressRecord[] =>
  records.map((record) => (record.recordId === recordId ? change(record) : record))

/** What has happened and was not taken back, by day and time; of what happened at the same time the earlier entry first. */
export const inTime = ({ records }: Pick<ProgressState, 'records'>): ProgressRecord[] =>
  records
    .filter(({ withdrawn }) => !withdrawn)
    .sort((a, b) => compare(a.on, b.on) || compare(a.time ?? '', b.time ?? '') || a.index - b.index)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
