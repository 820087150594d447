import { type DisplayInput, DisplayInputSchema, MyDisplaySchema } from '@zhixin/shared/contract'
import { z } from 'zod'
import { createAccountStorage } from './account-storage'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { jsonOf } from './json'
import { scopeOf, type Session } from './session'
import { createState } from './state'

const KEY = 'display'
/** Beside what a sign-out removes: a choice that the court has not been told yet waits for the one who made it, and for nobody else. */
const UNSENT = 'zx/unsent-display/'
const KeptSchema = z.object({ display: DisplayInputSchema, isUnsent: z.boolean() })

export interface DisplayChoiceParts extends Pick<Adapters, 'storage' | 'network' | 'lifecycle'> {
  api: Api
  session: Pick<Session, 'getSnapshot' | 'subscribe'>
}

/**
 * How whoever is signed in wants things drawn: theirs on every phone. A choice works at once and goes to the court when it can; what was
 * chosen elsewhere is taken over at sign-in, but for a choice made on this phone just before it. Null where nobody is signed in, or
 * they have chosen nothing: then the device's own counts, which is not kept here. What could not go out before a sign-out goes when the same
 * person signs in here again.
 */
export function createDisplayChoice({ api, session, storage, network, lifecycle }: DisplayChoiceParts) {
  const own = createState<DisplayInput | null>(null)
  let scope: string | null = null
  let isUnsent = false
  /** Whether it is known what was chosen elsewhere. */
  let isKnown = false
  let isBusy = false
  let before: DisplayInput | undefined

  async function keep(): Promise<void> {
    const display = own.getSnapshot()
    if (scope === null || !display) return
    const whose = scope
    if (isUnsent) await storage.set(UNSENT + whose, JSON.stringify(display)).catch(() => undefined)
    // Without room for it the court tells it again at the next start.
    await createAccountStorage(storage, whose).set(KEY, { display, isUnsent }).catch(() => undefined)
  }

  const unsentOf = async (whose: string): Promise<DisplayInput | undefined> =>
    DisplayInputSchema.safeParse(jsonOf(await storage.get(UNSENT + whose).catch(() => undefined))).data

  /** The court has it now; a newer choice goes on waiting. */
  async function sent(whose: string, display: DisplayInput): Promise<void> {
    const left = await unsentOf(whose)
    if (left && left.size === display.size && left.elder === display.elder) await storage.remove(UNSENT + whose).catch(() => undefined)
  }

  async function keptOf(whose: string) {
    const left = await unsentOf(whose)
    if (left) return { display: left, isUnsent: true }
    return KeptSchema.safeParse(await createAccountStorage(storage, whose).get(KEY).catch(() => undefined)).data
  }

  async function follow(): Promise<void> {
    const { me } = session.getSnapshot()
    const next = me && me.kind !== 'account' ? scopeOf(me) : null
    if (next === scope) return
    scope = next
    isKnown = isUnsent = false
    const chosen = before
    before = undefined
    own.set(next === null ? null : (chosen ?? null))
    if (next === null) return
    if (chosen) {
      isUnsent = true
      await keep()
    } else {
      const data = await keptOf(next)
      if (scope === next && data && own.getSnapshot() === null) {
        isUnsent = data.isUnsent
        own.set(data.display)
      }
    }
    await bringUp()
  }

  /** Tells the court, or asks it; again when there is a network, until it has worked once. */
  async function bringUp(): Promise<void> {
    if (scope === null || isBusy || (isKnown && !isUnsent)) return
    isBusy = true
    const whose = scope
    try {
      const wanted = own.getSnapshot()
      if (isUnsent && wanted) {
        await api.write('/me/display', DisplayInputSchema, MyDisplaySchema, wanted, 'PUT')
        if (scope === whose && own.getSnapshot() === wanted) isUnsent = false
        await sent(whose, wanted)
      } else {
        const { display } = await api.read('/me/display', MyDisplaySchema)
        // Chosen by hand meanwhile: that counts.
        if (scope === whose && !isUnsent && display) own.set(display)
      }
      if (scope === whose) isKnown = true
      await keep()
    } catch {
      // Tried again when the network comes back or the app is shown.
      return
    } finally {
      isBusy = false
    }
    await bringUp()
  }

  session.subscribe(() => void follow())
  network.onChange((isOnline) => {
    if (isOnline) void bringUp()
  })
  lifecycle.onShow(() => void bringUp())

  return {
    getSnapshot: own.getSnapshot,
    subscribe: own.subscribe,
    /** At once on this phone; before sign-in it becomes whoever's signs in next. */
    choose(display: DisplayInput): void {
      if (scope === null) {
        before = display
        return
      }
      own.set(display)
      isUnsent = true
      void keep().then(bringUp)
    },
  }
}
export type DisplayChoice = ReturnType<typeof createDisplayChoice>
