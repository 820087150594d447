/** What a screen follows with useSyncExternalStore: `subscribe` and `getSnapshot` keep their identity, a snapshot is never changed. */
export interface Readable<T> {
  getSnapshot(): T
  subscribe(listener: () => void): () => void
}

export interface State<T> extends Readable<T> {
  set(next: T): void
  update(change: Partial<T>): void
}

export function createState<T>(initial: T): State<T> {
  let current = initial
  const { tell, listen } = createSignal<void>()
  const set = (next: T): void => {
    if (Object.is(next, current)) return
    current = next
    tell()
  }
  return { getSnapshot: () => current, subscribe: (listener) => listen(() => listener()), set, update: (change) => set({ ...current, ...change }) }
}

export function createSignal<T>() {
  const listeners = new Set<(value: T) => void>()
  return {
    tell: (value: T): void => [...listeners].forEach((listener) => listener(value)),
    /** Returns how to stop listening. */
    listen(listener: (value: T) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
