import type { HandedFile } from './court-file'

/** What courts tell each other: of a case that goes from one to the other a piece of it, or a note about it; of itself its figures, to its superior. */
export type CourtMessageKind = 'transfer' | 'transfer_note' | 'court_figures'

/** Another court's own door, where the networks let something through. What comes out of it comes in at ours. */
export interface CourtDoor {
  /** False: there is no key for the exchange with it. */
  isReady(): boolean
  /** Resolves when the other court has kept it; the same again changes nothing there. Rejects with CourtDoorError. */
  put(kind: CourtMessageKind, files: HandedFile[]): Promise<void>
}

/** Where another court's door is, and how what goes in there is signed. */
export interface CourtDoorAccount {
  /** `https://host` of the other court's installation. */
  url: string
  /** Signs under the key that both courts have by now; undefined while there is none. `timestamp` in whole seconds since 1970. */
  sign(request: { method: string; path: string; timestamp: string; nonce: string; body: Buffer }): { keyId: string; signature: string } | undefined
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
