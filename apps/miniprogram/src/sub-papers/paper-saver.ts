import type { PaperDraftView } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { Timer, TimersAdapter } from '@/services/adapters'
import type { PapersService, PaperWritten } from '@/services'

const SAVE_AFTER_MS = 1_000
/** Whether nobody knows what became of a save: the court may have it. What the court itself refused, it does not have. */
const isUnanswered = (error: unknown): boolean => !(error instanceof CodedError) || /^(client|server)\./.test(error.code)

/**
 * Saves a paper while somebody writes it: on this device at once, with the court a second after the last word, one save after the other. What
 * was refused stays here and goes with the next word, or when it is asked for. What nobody knows of whether it arrived goes once more as it was, before
 * anything newer: where it had arrived the court answers as the first time, and what was written since goes over that.
 */
export function createPaperSaver(
  papers: Pick<PapersService, 'save' | 'keepHere' | 'forgetHere'>, timers: TimersAdapter, paperId: string, revision: number,
  heard: { onSaved(view: PaperDraftView): void; onError(error: unknown): void },
) {
  let waiting: PaperWritten | undefined
  let timer: Timer | undefined
  let running: Promise<void> | undefined
  let unanswered: PaperWritten | undefined
  let at = revision

  async function saveAll(): Promise<void> {
    while (waiting) {
      const written = unanswered ?? waiting
      if (waiting === written) waiting = undefined
      try {
        const view = await papers.save(paperId, at, written)
        at = view.revision
        unanswered = undefined
        // What was typed meanwhile goes on from what the court has now.
        if (waiting) await papers.keepHere(paperId, at, waiting)
        else {
          await papers.forgetHere(paperId)
          heard.onSaved(view)
        }
      } catch (error) {
        waiting ??= written
        unanswered = isUnanswered(error) ? written : undefined
        heard.onError(error)
        return
      }
    }
  }
  return {
    change(written: PaperWritten): void {
      waiting = written
      void papers.keepHere(paperId, at, written)
      timers.clear(timer)
      timer = timers.set(() => void this.flush(), SAVE_AFTER_MS)
    },
    /** Resolves once nothing more can be saved now. */
    async flush(): Promise<void> {
      timers.clear(timer)
      await running
      running = saveAll().finally(() => {
        running = undefined
      })
      await running
    },
    /** Something else changed the paper: the next save goes over that. */
    movedTo(next: number): void {
      at = next
    },
    stop: (): void => timers.clear(timer),
  }
}
export type PaperSaver = ReturnType<typeof createPaperSaver>
