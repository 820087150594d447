import { useSyncExternalStore } from 'react'
import type { Readable } from '@/services/state'

/** Draws anew whenever the state changes. */
export const useValue = <T>({ subscribe, getSnapshot }: Readable<T>): T => useSyncExternalStore(subscribe, getSnapshot, getSnapshot)
