import type { SupervisedItemView } from '@zhixin/shared/contract'
import type { ComplaintKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { CaseState, Measure, Supervised } from '@zhixin/shared/rules'
import { sm3Hex } from '../../log'

type Opens = SupervisedItemView['opens']

/** Of a chain, the entries that stand behind an item. */
export interface Behind {
  chain: string
  is(entry: SequencedEntry): boolean
}

/** What is counted, with all that its row shows. Nothing of what was said is in it. */
export interface CourtItem extends Supervised {
  title: string
  what: string
  stateLabel: string
  alarming: boolean
  at: string
  atIs: SupervisedItemView['atIs']
  /** The case it is of: what the reader is to it decides what they can open. */
  file?: Pick<CaseState, 'status' | 'department' | 'officerIds' | 'judgeId'> & { caseId: string }
  opens: Opens
  /** Of a complaint's file: whether somebody may open it. */
  opensTo?(staffId: string): boolean
  behind: readonly Behind[]
  /** What can be urged, and where that would stand. */
  urge?: { place: { caseId: string; personId: string | null }; about: string } | { complaint: ComplaintKey; mayBy(staffId: string): boolean }
  /** Of what keeps its own urgings, in order. */
  urgings?: readonly { at: string; by: string | null }[]
}
type Urge = NonNullable<CourtItem['urge']>
export type ComplaintUrge = Extract<Urge, { complaint: unknown }>
export type PlacedUrge = Extract<Urge, { place: unknown }>
export const isPlaced = (urge: CourtItem['urge']): urge is PlacedUrge => urge !== undefined && 'place' in urge

/** How a period stands that can be missed. */
export const LATE = { state: 'late', stateLabel: '已超期', alarming: true } as const
export const SOFT = { state: 'soft', stateLabel: '超过原则上的期限', alarming: false } as const
export const SOON = { state: 'soon', stateLabel: '快到期', alarming: false } as const

/** Names an item for its page and its address: the same as long as it is the same, and says nothing of whom it is about. */
export const itemIdOf = (measure: Measure, ...parts: (string | number)[]): string =>
  sm3Hex(new TextEncoder().encode([measure, ...parts].join('/'))).slice(0, 32)

/** Under which name the urgings of something are kept. */
export const urgedIdOf = ({ caseId, personId }: { caseId: string; personId: string | null }, about: string): string =>
  `${caseId}/${personId ?? ''}/${about}`
