import { type DisplayInput, DisplayInputSchema, MyDisplaySchema } from '@zhixin/shared/contract'
import { z } from 'zod'
import { createAccountStorage } from './account-storage'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { scopeOf, type Session } from './session'
import { createState } from './state'

const KEY = 'display'
const KeptSchema = z.object({ display: DisplayInputSchema, isUnsent: z.boolean() })

export interface DisplayChoiceParts extends Pick<Adapters, 'storage' | 'network' | 'lifecycle'> {
  api: Api
  session: Pick<Session, 'getSnapshot' | 'subscribe'>
}

/**
 * How whoever is signed in wants things drawn: theirs on every phone. A choice works at once and goes to the court when it can; what was
 * chosen elsewhere is taken over at sign-in, but for a choice made on this phone just before it. Null where nobody is signed in, or
 * they have chosen nothing: then the device's own counts, which is not kept here.
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
    // Without room for it the court tells it again at the next start.
    if (scope !== null && display) await createAccountStorage(storage, scope).set(KEY, { display, isUnsent }).catch(() => undefined)
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
      const { data } = KeptSchema.safeParse(await createAccountStorage(storage, next).get(KEY).catch(() => undefined))
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
