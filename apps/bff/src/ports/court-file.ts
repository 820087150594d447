/** One file of what is handed over. */
export interface HandedFile {
  name: string
  /** MIME type. */
  type: string
  bytes: Buffer
}

/** A thread's document as the court's electronic file (电子卷宗) takes it. */
export interface CourtFileDocument {
  /** The same document has the same id: twice is one. */
  filingId: string
  caseNumber: string
  /** 正卷 */
  volume: string
  /** SM3 of the first file, the manifest, which holds the hashes of the others. */
  digest: string
  files: HandedFile[]
}

/** What the court's file says to have taken. */
export interface CourtFileReceipt {
  filingId: string
  digest: string
  /** What it calls it. */
  receipt: string
}

export interface CourtFile {
  via: 'http' | 'drop'
  /** Hands a document in. Resolves with the receipt, or undefined where that comes later. Rejects with CourtFileError. */
  put(document: CourtFileDocument): Promise<CourtFileReceipt | undefined>
  /** Receipts that have come since; each is given again until `done`. */
  receipts(): Promise<{ receipt: CourtFileReceipt; done(): Promise<void> }[]>
}

export class CourtFileError extends Error {
  override readonly name = 'CourtFileError'
  constructor(
    /** `unreachable`: no answer; `refused`: it does not take it; `unsigned`: the answer is not the court file's own. */
    readonly reason: 'unreachable' | 'refused' | 'unsigned',
    options?: ErrorOptions,
  ) {
    super(`court file: ${reason}`, options)
  }
}

/**
 * Two folders through which files go out and come in where no HTTP passes, each drop signed; see the room that keeps them. What is
 * taken has been checked.
 */
export interface DropBox {
  /** The same id twice is one drop while it lies there. `system`: whose key signs it; unset, the one that folders are for. */
  put(kind: string, id: string, files: HandedFile[], system?: string): Promise<void>
  /** Whether there is a key to sign with. */
  canPut(system?: string): boolean
  take(kind: string): Promise<{ id: string; files: { name: string; bytes: Buffer }[]; done(): Promise<void> }[]>
}
