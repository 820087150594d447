/** A key under which another system and this one sign what they send each other. */
export interface IntegrationKey {
  /** Stands in each request; says nothing of the secret. */
  id: string
  /** A system of config/court/integration.yaml. */
  system: string
  algorithm: 'hmac-sm3' | 'hmac-sha256'
  secret: Buffer
  /** From when and until when it is good, RFC 3339; always where nothing is said. Two of one system overlap while a key is changed. */
  from?: string | undefined
  until?: string | undefined
}
