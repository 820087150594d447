import { CodedError } from '@zhixin/shared/errors'
import type { IntegrationConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { AuthenticateSigned, SystemActor } from '../platform/http/actor'
import { createOnce } from '../platform/once'
import type { IntegrationKey } from '../ports/integration-keys'
import { actionOf } from './policy'
import { isGood, isSignature } from './signature'

const NONCE = /^[\x21-\x7e]{16,64}$/
const TIMESTAMP = /^\d{10}$/
const MINUTE_MS = 60_000

interface Parts {
  keys: readonly IntegrationKey[]
  config: IntegrationConfig
  db: mongo.Db
  clock: Clock
}

/** Who signed a request or a file, and with what right. */
export function createKeys({ keys, config, db, clock }: Parts) {
  const seen = createOnce({ db, name: 'integration_nonces', clock })
  for (const { id, system } of keys) {
    if (!config.systems.some((one) => one.id === system)) throw new Error(`integration key ${id}: no system ${system} in config/court/integration.yaml`)
  }

  const goodKey = (id: string): IntegrationKey | undefined => keys.find((key) => key.id === id && isGood(key, clock.now().toISOString()))

  function actorOf(key: IntegrationKey): SystemActor {
    const system = config.systems.find(({ id }) => id === key.system)!
    return { kind: 'system', systemId: system.id, keyId: key.id, may: new Set(system.may.map(actionOf)) }
  }

  /** A request is good once: its nonce is remembered for as long as its time is good. Whose signature is wrong uses up nothing. */
  const authenticate: AuthenticateSigned = async ({ method, path, keyId, timestamp, nonce, signature, body }) => {
    const key = goodKey(keyId)
    if (!key || !TIMESTAMP.test(timestamp) || !NONCE.test(nonce)) throw new CodedError('integration.signature_wrong')
    const windowMs = config.signature.fresh_minutes * MINUTE_MS
    const sentMs = Number(timestamp) * 1000
    if (Math.abs(clock.now().getTime() - sentMs) > windowMs) throw new CodedError('integration.signature_old')
    if (!isSignature(signature, { method, path, timestamp, nonce, body: await body() }, key)) throw new CodedError('integration.signature_wrong')
    if (!(await seen.take(`${keyId}/${nonce}`, new Date(sentMs + windowMs)))) throw new CodedError('integration.replayed')
    return actorOf(key)
  }

  return {
    authenticate,
    goodKey,
    actorOf,
    /** The key that signs what goes to a system: of several that are good the one that began last, which the other side has by then. */
    keyFor(system: string): IntegrationKey | undefined {
      const now = clock.now().toISOString()
      return keys.filter((key) => key.system === system && isGood(key, now)).sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1))[0]
    },
    /** Forgets nonces whose time is over. */
    sweep: (): Promise<void> => seen.sweep(),
  }
}
export type Keys = ReturnType<typeof createKeys>
