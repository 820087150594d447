import { useSyncExternalStore } from 'react'
import type { Value } from './value'

export const useValue = <T>(value: Pick<Value<T>, 'get' | 'subscribe'>): T => useSyncExternalStore(value.subscribe, value.get, value.get)
