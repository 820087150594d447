import type { PaperPlaceKind } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { ChainName } from '@zhixin/shared/ids'
import type { PaperBeginnings, PaperFacts } from '@zhixin/shared/rules'
import type { HeadView } from '../log'
import type { StaffActor } from '../platform/http/actor'

/** What a member of staff is to a file: `filler` writes papers in it, `reader` reads what is finished; to `none` the file does not exist. */
export interface PaperStanding {
  is: 'filler' | 'reader' | 'none'
  /** The word that an entry of theirs says they are by, such as `judge`. */
  role: string
  /** Which roles of the catalogue they have here: who may write which form. */
  roles: readonly string[]
  /** Why nothing can be filed any more. */
  closed?: ErrorCode
}

/** A kind of file that papers belong to, as whoever owns such files says it. */
export interface PaperPlaceOwner {
  chainOf(fileId: string): ChainName
  /** Asked at the head of the file's chain, and again when a paper is filed. */
  standing(state: HeadView['state'], by: StaffActor, fileId: string, now: string): Promise<PaperStanding>
  /**
   * What the file says of itself: the same for whoever asks, since it stands in the text that several sign. Names are from identity, and never from
   * an entry.
   */
  file(fileId: string): Promise<{ number: string; facts: PaperFacts }>
  /** What a new paper begins with besides, as far as whoever begins it may read it. No text rests on it: it is written, and can be written otherwise. */
  beginnings?(by: StaffActor, fileId: string, now: string): Promise<PaperBeginnings>
  /** Who of the court learns of no paper of this file, whatever their office and whoever asks them: whom a petition is about. By id. */
  keptOut(fileId: string): Promise<readonly string[]>
  /** Leaves an entry that somebody opened part of the file. */
  noteOpening(by: StaffActor, role: string, fileId: string, what: string): Promise<void>
  /** Whether the node that rests on a finished paper has been recorded upon it. */
  isRecorded?(fileId: string, paperId: string): Promise<boolean>
}

export type PaperPlaces = Partial<Record<PaperPlaceKind, PaperPlaceOwner>>
