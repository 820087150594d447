import {
  MarkedSchema, RaisedSchema, RaiseUrgentSchema, ReturnUrgentSchema, SayUrgentSchema, SettleUrgentSchema, TakeUrgentSchema, UploadedSchema,
  type UrgentAbilities, UrgentAbilitiesSchema, type UrgentView, UrgentViewSchema,
} from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { AttachmentNote } from '@zhixin/shared/rules'
import type { Adapters, Timer } from './adapters'
import type { Api } from './api'
import type { AttachmentFiles, FetchedNote } from './attachment-files'
import { createCoalesced } from './coalesced'
import { codedOf } from './errors'
import type { Live } from './live'
import { createState } from './state'
import { createWriteIntents } from './write-intents'

export interface UrgentSnapshot {
  /** Null until there is an answer. */
  view: UrgentView | null
  can: UrgentAbilities | null
  isLoading: boolean
  error: ErrorCode | null
}

/** A picture or voice of this phone that goes with it. */
export interface UrgentFile {
  path: string
  name: string
  kind: AttachmentNote['kind']
  durationMs?: number | undefined
}

/** Whom it rings is not said over the socket: while it rings one looks again so often. */
const LOOK_AGAIN_MS = 8_000

export interface UrgentStoreParts extends Pick<Adapters, 'timers' | 'random'> {
  api: Api
  live: Live
  attachmentFiles: Pick<AttachmentFiles, 'fetch' | 'putAwayBeside'>
}

/**
 * The urgent clue of one thread, as its sender or the court sees it, and what one does about it. What did not get through may be tapped
 * again: the same wish goes out under the same id, and a file that was uploaded is not uploaded twice.
 */
export function createUrgentStore(key: ThreadKey, { api, live, timers, random, attachmentFiles }: UrgentStoreParts) {
  const state = createState<UrgentSnapshot>({ view: null, can: null, isLoading: false, error: null })
  const intents = createWriteIntents(random)
  const path = `/urgent/${key.caseId}/${key.personId}`
  const uploaded = new Map<string, AttachmentNote>()
  let asked = 0
  let timer: Timer | undefined

  async function load(): Promise<void> {
    const mine = ++asked
    timers.clear(timer)
    state.update({ isLoading: true, error: null })
    try {
      const { data: view, can } = await api.readWithCan(path, UrgentViewSchema, UrgentAbilitiesSchema)
      if (mine !== asked) return
      state.update({ view, can, isLoading: false })
      if (view.matter?.status === 'ringing' || view.matter?.taken?.againAt) timer = timers.set(() => void load(), LOOK_AGAIN_MS)
    } catch (error) {
      if (mine === asked) state.update({ isLoading: false, error: codedOf(error).code })
    }
  }

  const reload = createCoalesced(timers, load)
  const isMine = (frame: { caseId: string; personId: string }): boolean => frame.caseId === key.caseId && frame.personId === key.personId
  const stops = [
    live.onFrame((frame) => {
      // Sealed: what is shown of it may be what is to go.
      if (frame.type === 'put_away' && isMine(frame)) void load()
      if (frame.type === 'urgent_changed' || (frame.type === 'entry' && isMine(frame) && frame.entry.type.startsWith('urgent.'))) reload.soon()
    }),
    live.onOnline(reload.soon),
  ]

  async function noteOf({ path: filePath, name, kind, durationMs }: UrgentFile): Promise<AttachmentNote> {
    const known = uploaded.get(filePath)
    if (known) return known
    const fields = { kind, ...(durationMs !== undefined && { durationMs: String(durationMs) }) }
    const found = await api.upload({ path: `/threads/${key.caseId}/${key.personId}/attachments`, filePath, fileName: name, fields }, UploadedSchema)
    const note: AttachmentNote = { id: found.id, name: found.name, kind: found.kind, ...(durationMs !== undefined && { durationMs }) }
    uploaded.set(filePath, note)
    return note
  }

  /** Does it and shows what has become of it, refused or not: somebody else may have been faster. Rejects with CodedError. */
  async function doing(act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } finally {
      await load()
    }
  }

  return {
    key,
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Never rejects; see `error`. */
    load,
    raise: ({ what, where, files }: { what: string; where: string; files: readonly UrgentFile[] }): Promise<void> =>
      doing(async () => {
        const attachments = []
        for (const file of files) attachments.push(await noteOf(file))
        const clue = { what: what.trim(), ...(where.trim() !== '' && { where: where.trim() }), attachments }
        await intents.once(path, clue, (to, input) => api.write(to, RaiseUrgentSchema, RaisedSchema, input))
      }),
    take: (): Promise<void> => doing(() => intents.once(`${path}/taking`, {}, (to, input) => api.write(to, TakeUrgentSchema, MarkedSchema, input))),
    giveBack: (reason: string): Promise<void> => doing(() => intents.once(`${path}/return`, { reason }, (to, input) => api.write(to, ReturnUrgentSchema, MarkedSchema, input))),
    say: (text: string): Promise<void> => doing(() => intents.once(`${path}/words`, { text }, (to, input) => api.write(to, SayUrgentSchema, MarkedSchema, input))),
    settle: (summary: string): Promise<void> => doing(() => intents.once(`${path}/settlement`, { summary }, (to, input) => api.write(to, SettleUrgentSchema, MarkedSchema, input))),
    /** A path of this phone under which a picture or voice can be shown or played, until the page goes. */
    attachment: (note: FetchedNote): Promise<string> => attachmentFiles.fetch(key, note, `${path}/attachments/${note.id}`),
    stop(): void {
      asked++
      timers.clear(timer)
      reload.stop()
      stops.forEach((stop) => stop())
      void attachmentFiles.putAwayBeside(key)
    },
  }
}
export type UrgentStore = ReturnType<typeof createUrgentStore>
