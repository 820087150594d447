import type { HandedFile } from './court-file'

/** What courts tell each other of a case that goes from one to the other: a piece of it, or a note about it. */
export type CourtMessageKind = 'transfer' | 'transfer_note'

/** Another court's own door, where the networks let something through. What comes out of it comes in at ours. */
export interface CourtDoor {
  /** False: there is no key for the exchange with it. */
  isReady(): boolean
  /** Resolves when the other court has kept it; the same again changes nothing there. Rejects with CourtDoorError. */
  put(kind: CourtMessageKind, files: HandedFile[]): Promise<void>
}

export class CourtDoorError extends Error {
  override readonly name = 'CourtDoorError'
  constructor(
    /** `unreachable`: no answer, or not now; `refused`: it does not take it as it is. */
    readonly reason: 'unreachable' | 'refused',
    options?: ErrorOptions,
  ) {
    super(`court door: ${reason}`, options)
  }
}
