import { CourtKeySchema, ExchangedFilesSchema, ExchangeTakenSchema, TransferExchangesSchema } from '@zhixin/shared/contract'
import type { TransferConfig } from '@zhixin/shared/rules'
import { sm3Hex } from '../log'
import { defineRoute, type Route } from '../platform/http/route'
import type { Couriers } from './couriers'
import type { Exchange } from './exchange'
import type { IncomingStore } from './incoming'
import type { Outgoing } from './outgoing'
import { exchangeCases, listTransfers, readCourtKey } from './policy'

export interface ExchangeRoutesParts {
  court: { id: string; name: string }
  publicKey: string
  config: TransferConfig
  couriers: Couriers
  exchange: Exchange
  incoming: IncomingStore
  outgoing: Outgoing
}

const LATEST = 50
const FINGERPRINT_DIGITS = 32
const tag = '移送 transfer'

/** Short enough to be read out over the telephone, long enough that nobody finds another key with the same. */
export const fingerprintOf = (publicKey: string): string =>
  sm3Hex(Buffer.from(publicKey, 'base64')).slice(0, FINGERPRINT_DIGITS).replace(/(.{4})(?=.)/g, '$1 ')

/** Between courts, and for whoever keeps the exchange going. */
export function createExchangeRoutes({ court, publicKey, config, couriers, exchange, incoming, outgoing }: ExchangeRoutesParts): Route[] {
  const nameOf = (courtId: string): string => config.courts.find(({ id }) => id === courtId)?.name ?? courtId
  return [
    defineRoute({
      method: 'post', path: '/integration/transfers', summary: 'A piece of a case that comes from another court, or a note about one, signed by that court', tag,
      policy: exchangeCases, limit: 'integration', signed: { maxBytes: config.piece.most_request_bytes }, body: ExchangedFilesSchema, answer: ExchangeTakenSchema,
      async handle({ body: { kind, files } }) {
        // Whose key the request is signed with says who brought it; what counts is which court has signed what it brings.
        await exchange.receive(kind, files.map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') })))
        return { data: { taken: true as const } }
      },
    }),
    defineRoute({
      method: 'get', path: '/transfers/key', summary: 'With what this court signs, and the keys it has of others, to be compared by telephone', tag,
      policy: readCourtKey, limit: 'read', answer: CourtKeySchema,
      handle: async () => ({
        data: {
          courtId: court.id, name: court.name, publicKey, fingerprint: fingerprintOf(publicKey),
          courts: config.courts.map(({ id: courtId, name, phone, public_key: key, exchange: { via } }) =>
            ({ courtId, name, phone, via, fingerprint: fingerprintOf(key), hitch: couriers.hitchOf(courtId) })),
        },
      }),
    }),
    defineRoute({
      method: 'get', path: '/admin/exchanges/transfers', summary: 'How transfers between courts are getting on; nothing of a case', tag,
      policy: listTransfers, limit: 'read', answer: TransferExchangesSchema,
      async handle() {
        const [out, into] = await Promise.all([outgoing.latest(LATEST), incoming.list()])
        const transfers = [
          ...out.map(({ transferId, to, at, sends, missing, pieceCount, hitch, tries, nextAt }) => {
            const stands = sends === 'over' ? 'acknowledged' as const : sends === 'recall' ? 'recalling' as const : missing?.length === 0 ? 'arrived' as const : 'sent' as const
            const isDone = sends === 'over' || stands === 'arrived'
            const pieces = { here: missing ? pieceCount - missing.length : 0, of: pieceCount }
            return {
              transferId, direction: 'out' as const, court: nameOf(to), at, stands, pieces: sends === 'case' ? pieces : null,
              hitch: isDone ? null : (couriers.hitchOf(to) ?? hitch), tries, nextAt: isDone ? null : nextAt, isTold: sends === 'over',
            }
          }),
          ...into.map(({ transferId, from, receivedAt: at, stands, here, manifest, hitch, tries, nextAt, isTold }) => {
            const waits = ['taken', 'refused', 'broken'].includes(stands) && !isTold
            return {
              transferId, direction: 'in' as const, court: nameOf(from), at, stands, tries, isTold,
              pieces: stands === 'arriving' ? { here: here.length, of: manifest.pieces.length } : null,
              hitch: waits ? (couriers.hitchOf(from) ?? hitch) : null, nextAt: waits ? nextAt : null,
            }
          }),
        ]
        return { data: { transfers: transfers.sort((a, b) => (a.at < b.at ? 1 : -1)) } }
      },
    }),
  ] as Route[]
}
