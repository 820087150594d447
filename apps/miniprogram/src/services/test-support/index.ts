import type { Adapters } from '../adapters'
import { createServices, type Services } from '../index'
import { createFakeCourt, PERSON } from './fake-court'
import { createFakeNetwork } from './fake-network'
import { createFakeStorage, type FakeStorage } from './fake-storage'
import { createFakeTimers } from './fake-timers'

export { APPLICANT, CASE, OFFICER, OTHER, PERSON, THREAD } from './fake-court'
export type { Fault, FrameFault } from './fake-network'
export { createFakeStorage, type FakeStorage } from './fake-storage'
export { createFakeTimers, settle } from './fake-timers'

export interface Phone {
  services: Services
  storage: FakeStorage
  /** Files that the app has let go of. */
  dropped: string[]
  /** The app comes to the front, goes to the back. */
  show(): void
  hide(): void
  /** The phone notices that the network comes or goes. */
  tellNetwork(isOnline: boolean): void
  /** The app ends, as when the phone needs its memory. */
  kill(): void
}

/** A court, the air, and phones that can be restarted over the same storage. */
export function createWorld() {
  const clock = createFakeTimers()
  const court = createFakeCourt(clock)
  const { network, httpOf, socketOf } = createFakeNetwork(court)
  const phones = new Set<Phone>()
  let seed = 1

  function phone({ storage = createFakeStorage(), wechat = true } = {}): Phone {
    let isAlive = true
    const self = {}
    const dropped: string[] = []
    const timers = clock.ofPhone(() => isAlive)
    const listeners = { show: new Set<() => void>(), hide: new Set<() => void>(), network: new Set<(isOnline: boolean) => void>() }
    const ifAlive = (listener: () => void) => () => isAlive && listener()
    const own: Adapters['storage'] = {
      ...storage,
      set: async (key, value) => (isAlive ? storage.set(key, value) : undefined),
      remove: async (key) => (isAlive ? storage.remove(key) : undefined),
    }
    const adapters: Adapters = {
      timers, storage: own, secrets: own,
      http: httpOf(timers, () => isAlive, storage.files),
      socket: socketOf(self, () => isAlive),
      random: {
        bytes: async (length) => Uint8Array.from({ length }, () => (seed = (seed * 48271) % 2147483647) % 256),
        fraction: () => 0.5,
      },
      files: {
        async keep(path) {
          // A saved file is no temporary file: WeChat saves it no second time.
          if (path.startsWith('kept/')) throw { reason: 'file_gone' }
          return `kept/${path}`
        },
        async drop(path) {
          dropped.push(path)
          storage.files.delete(path)
        },
        sweep: async () => storage.files.clear(),
      },
      network: { isOnline: () => network.isOnline, onChange: (listener) => void listeners.network.add(listener) },
      lifecycle: { onShow: (listener) => void listeners.show.add(ifAlive(listener)), onHide: (listener) => void listeners.hide.add(ifAlive(listener)) },
      ...(wechat && { wechat: { loginCode: async () => 'code', askToAllow: async (ids) => Object.fromEntries(ids.map((id) => [id, 'accept'])) } }),
    }
    const made: Phone = {
      services: createServices(adapters, { apiOrigin: 'https://court.test', liveOrigin: 'wss://court.test' }),
      storage,
      dropped,
      show: () => listeners.show.forEach((listener) => listener()),
      hide: () => listeners.hide.forEach((listener) => listener()),
      tellNetwork: (isOnline) => listeners.network.forEach((listener) => isAlive && listener(isOnline)),
      kill() {
        isAlive = false
        network.cutPhone(self)
        phones.delete(made)
      },
    }
    phones.add(made)
    return made
  }

  /** A phone on which somebody has signed in. */
  async function signedIn(who: string = PERSON, options: Parameters<typeof phone>[0] = {}): Promise<Phone> {
    const made = phone(options)
    await made.services.start()
    await made.services.session.asDemoPerson(who)
    await clock.advance(100)
    return made
  }

  function setOnline(isOnline: boolean): void {
    network.isOnline = isOnline
    if (!isOnline) network.cut()
    phones.forEach((one) => one.tellNetwork(isOnline))
  }

  return { clock, court, network, phone, signedIn, setOnline, advance: clock.advance }
}
