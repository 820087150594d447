/** Where master keys live: a file on one machine, an HSM or a key service in a court's data centre. */
export interface MasterKey {
  /** Names the key, so that what an older one sealed can still be opened after a change. */
  id: string
  /** 32 bytes. */
  secret: Buffer
}

export interface KeyStore {
  /** The key that new secrets are sealed under. */
  current(): Promise<MasterKey>
  /** A key by its id. Rejects when the store does not have it. */
  byId(id: string): Promise<MasterKey>
}
