/** Where master keys live: a file on one machine, an HSM or a key service in a court's data centre. */
export interface MasterKey {
  /** Names the key, so that what an older one sealed can still be opened after a change. */
  id: string
  /** 32 bytes. */
  secret: Buffer
}

export interface MasterKeys {
  /** The key that new secrets are sealed under. */
  current(): Promise<MasterKey>
  /** A key by its id. Rejects when the store does not have it. */
  byId(id: string): Promise<MasterKey>
}

/** The court's master keys, and apart from them those of the inspectors of discipline. */
export interface KeyStore extends MasterKeys {
  /**
   * What is for the inspectors of discipline alone is sealed under these and under no other: whoever has only the court's own opens none of it.
   * Undefined: they are not on this machine, and what they sealed stays closed here. Everything else goes on.
   */
  inspectors?: MasterKeys
}
