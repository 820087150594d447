import type { Actor } from '../http/actor'
import type { Connection } from './connection'

/** Sockets one actor may hold at once; a phone, a desk, and what a bad network left behind. */
const MAX_PER_ACTOR = 5

interface Place {
  actorKey: string
  sessionId: string
}

/** Which open sockets belong to whom. */
export function createRegistry<S>(onTooMany: (oldest: Connection<S>) => void) {
  const places = new Map<Connection<S>, Place>()
  const byActor = new Map<string, Set<Connection<S>>>()

  const remove = (connection: Connection<S>): void => {
    const place = places.get(connection)
    if (!place) return
    places.delete(connection)
    const others = byActor.get(place.actorKey)
    others?.delete(connection)
    if (others?.size === 0) byActor.delete(place.actorKey)
  }

  return {
    remove,
    put(connection: Connection<S>, actor: Exclude<Actor, { kind: 'anyone' | 'system' }>, actorKey: string): void {
      const { sessionId } = actor
      const place = places.get(connection)
      if (place?.actorKey === actorKey && place.sessionId === sessionId) return
      remove(connection)
      places.set(connection, { actorKey, sessionId })
      const own = byActor.get(actorKey) ?? new Set()
      byActor.set(actorKey, own.add(connection))
      const [oldest] = own
      if (own.size > MAX_PER_ACTOR && oldest) {
        remove(oldest)
        onTooMany(oldest)
      }
    },
    of: (actorKey: string): readonly Connection<S>[] => [...(byActor.get(actorKey) ?? [])],
    /** Everybody who has a socket open. */
    actors: (): string[] => [...byActor.keys()],
    ofSession: (sessionId: string): readonly Connection<S>[] =>
      [...places].filter(([, place]) => place.sessionId === sessionId).map(([connection]) => connection),
  }
}
