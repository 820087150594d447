import type { TransferHitch } from '@zhixin/shared/contract'
import type { TransferConfig } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import { type CourtDoor, CourtDoorError, type CourtMessageKind } from '../ports/court-door'
import type { DropBox, HandedFile } from '../ports/court-file'

const MINUTE_MS = 60_000

export interface CouriersParts {
  config: TransferConfig
  /** Folders that somebody carries over. */
  drops?: DropBox
  /** Courts whose own door can be reached, by id. */
  doors: ReadonlyMap<string, CourtDoor>
  clock: Clock
}

/** How something gets to another court, when it is tried again, and why it does not get there. */
export function createCouriers({ config, drops, doors, clock }: CouriersParts) {
  const courtOf = (id: string) => config.courts.find((court) => court.id === id)

  /** What keeps anything from going to this court at all. */
  function hitchOf(courtId: string): TransferHitch | null {
    const door = doors.get(courtId)
    if (door) return door.isReady() ? null : 'key'
    if (!drops) return 'folder'
    return drops.canPut(courtOf(courtId)?.exchange.system) ? null : 'key'
  }

  return {
    hitchOf,
    /** `id` names a file; the other court's stands before it, for whoever carries it over. Resolves with why it did not go out, or null. */
    async put(courtId: string, kind: CourtMessageKind, id: string, files: HandedFile[]): Promise<TransferHitch | null> {
      const hitch = hitchOf(courtId)
      if (hitch) return hitch
      try {
        const door = doors.get(courtId)
        if (door) await door.put(kind, files)
        else await drops!.put(kind, `${courtId}-${id}`, files, courtOf(courtId)?.exchange.system)
        return null
      } catch (error) {
        if (error instanceof CourtDoorError) return error.reason
        throw error
      }
    },
    /** When something is tried again that has been tried so often and not been answered. */
    nextAt(courtId: string, tries: number): string {
      const { http, folders } = config.retry_after_minutes
      const minutes = doors.has(courtId) ? http : folders
      return new Date(clock.now().getTime() + minutes[Math.min(tries, minutes.length) - 1]! * MINUTE_MS).toISOString()
    },
  }
}
export type Couriers = ReturnType<typeof createCouriers>
