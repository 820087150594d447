import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import { createState } from './state'

const ProfileSchema = z.object({ size: z.enum(['standard', 'large', 'largest']), elder: z.boolean() })
/** How this reader wants things drawn. */
export type Profile = z.infer<typeof ProfileSchema>

const KEY = 'profile'
const PLAIN: Profile = { size: 'standard', elder: false }

/** Belongs to the eyes in front of this phone: kept per account, on the phone only. */
export function createProfile(storage: AccountStorage) {
  const state = createState<Profile>(PLAIN)
  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    async load(): Promise<void> {
      state.set(ProfileSchema.safeParse(await storage.get(KEY)).data ?? PLAIN)
    },
    /** Shown at once; a phone without room forgets it at the next start. */
    async choose(change: Partial<Profile>): Promise<void> {
      state.update(change)
      await storage.set(KEY, state.getSnapshot()).catch(() => undefined)
    },
  }
}
export type ProfileStore = ReturnType<typeof createProfile>
