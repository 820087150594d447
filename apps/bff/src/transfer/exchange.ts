import { assertThat, CodedError } from '@zhixin/shared/errors'
import type { TransferConfig } from '@zhixin/shared/rules'
import type { Logger } from '../platform/logger'
import type { CourtMessageKind } from '../ports/court-door'
import type { DropBox } from '../ports/court-file'
import type { IncomingStore } from './incoming'
import type { GivenFile } from './manifest'
import { isOfSender, readNote } from './notes'
import type { Outgoing } from './outgoing'

export interface ExchangeParts {
  own: string
  config: TransferConfig
  incoming: IncomingStore
  outgoing: Outgoing
  drops?: DropBox
  logger: Logger
}

/** Takes what comes of a kind that is no transfer's. Throws CodedError where it is nothing that another court has signed for this one. */
export type HearCourts = (files: readonly GivenFile[]) => Promise<void>

/** What comes from other courts, whichever way it came: who signed it counts, not who brought it. */
export function createExchange({ own, config, incoming, outgoing, drops, logger }: ExchangeParts) {
  let hearFigures: HearCourts | undefined

  /** Throws CodedError where it is nothing that another court has signed for this one. */
  async function receive(kind: CourtMessageKind, files: readonly GivenFile[]): Promise<void> {
    if (kind === 'transfer') return incoming.takePiece(files)
    if (kind === 'court_figures') {
      assertThat(hearFigures, 'transfer.not_signed')
      return hearFigures(files)
    }
    const note = readNote(files, config, own)
    return isOfSender(note.say) ? incoming.hear(note) : outgoing.hear(note)
  }

  return {
    receive,
    onFigures(hear: HearCourts): void {
      hearFigures = hear
    },
    async takeDrops(): Promise<void> {
      for (const kind of ['transfer', 'transfer_note', 'court_figures'] as const) {
        for (const { id, files, done } of (await drops?.take(kind)) ?? []) {
          try {
            await receive(kind, files)
          } catch (error) {
            // A fault of ours leaves it lying for the next time; what is wrong with it stays wrong.
            if (!(error instanceof CodedError) || error.status >= 500) throw error
            logger.error({ err: error, id, kind }, 'what came from another court could not be used')
          }
          await done()
        }
      }
    },
  }
}
export type Exchange = ReturnType<typeof createExchange>
