import type { Stored } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import { MESSAGE_MAX_CHARS } from '@zhixin/shared/rules'
import { CodedError } from '@zhixin/shared/errors'
import type { AccountStorage } from './account-storage'
import type { Adapters, Timer } from './adapters'
import { newCommandId } from './ids'
import { isOfThread, keptOf, type MessageDraft, type OutboxItem, restoredItem } from './outbox-item'
import { createOutboxRunner } from './outbox-runner'
import { createSignal, createState } from './state'
import type { Transmit } from './transmit'

const UNDER = 'outbox/'
const keyOf = (id: string): string => `${UNDER}${id}`
/** Stored messages stay listed until their entry is seen; no more than this many. */
const MOST_STORED = 50

export interface OutboxParts extends Pick<Adapters, 'timers' | 'random' | 'files'> {
  transmit: Transmit
}
export interface StoredMessage {
  item: OutboxItem
  stored: Stored
}

/**
 * Messages that the court has not stored yet. Each lies in the phone's storage under its own id from the tap on; it is sent with the
 * same id and content until the court says that it is stored, so a lost answer can neither lose nor double it. Within a thread
 * they go one after another, in order. One that is refused for good stays, with the reason, until its writer takes it back.
 */
export function createOutbox({ timers, random, files, transmit }: OutboxParts) {
  const items = createState<readonly OutboxItem[]>([])
  const stored = createSignal<StoredMessage>()
  let storage: AccountStorage | undefined
  /** Until the queue has been read nothing new gets in: it would overtake what was written before it. */
  let restored = Promise.resolve()
  let nextMoment: Timer
  /** Files of a message that was taken back: they are kept already. */
  const takenBack = new Set<string>()
  const keepFile = async (path: string, name: string): Promise<string> => (takenBack.delete(path) ? path : files.keep(path, name))

  const find = (id: string): OutboxItem | undefined => items.getSnapshot().find((item) => item.id === id)
  const change = (id: string, change: Partial<OutboxItem>): void =>
    items.set(items.getSnapshot().map((item) => (item.id === id ? { ...item, ...change } : item)))
  const drop = (id: string): void => items.set(items.getSnapshot().filter((item) => item.id !== id))

  /** What is not on the phone's disk is only at risk, not lost: it is sent all the same. */
  async function keep(id: string): Promise<void> {
    const item = find(id)
    if (!item || !storage) return
    const isKept = await storage.set(keyOf(id), keptOf(item)).then(() => true, () => false)
    if (find(id)?.atRisk !== !isKept) change(id, { atRisk: !isKept })
  }

  async function release(id: string, item: OutboxItem): Promise<void> {
    await storage?.remove(keyOf(id)).catch(() => undefined)
    await Promise.all(item.attachments.map(({ path }) => files.drop(path).catch(() => undefined)))
  }

  const runner = createOutboxRunner({
    timers, random, transmit, find, change, keep,
    next: (key) => items.getSnapshot().find((item) => isOfThread(item, key) && item.state !== 'stored' && item.state !== 'refused'),
    // Another tab, or the person in it, may have dealt with it meanwhile.
    isStill: async (item) => item.atRisk === true || (storage !== undefined && (await storage.get(keyOf(item.id)).catch(() => item)) !== undefined),
    forget: drop,
    async settle(id, at) {
      const item = find(id)
      if (!item) return
      change(id, { state: 'stored', stored: at, code: undefined })
      // What follows in this thread can only stand after it.
      for (const later of items.getSnapshot()) {
        if (later.state === 'stored' || !isOfThread(later, item) || later.after >= at.index) continue
        change(later.id, { after: at.index })
        await keep(later.id)
      }
      await release(id, item)
      const done = items.getSnapshot().filter(({ state }) => state === 'stored')
      done.slice(0, Math.max(0, done.length - MOST_STORED)).forEach((old) => drop(old.id))
      stored.tell({ item, stored: at })
    },
    refused: sendWhatMayGo,
  })

  /** What was put off goes into the queue once its moment has come, now and whenever the next one's comes. */
  function sendWhatMayGo(): void {
    timers.clear(nextMoment)
    const now = timers.now()
    const putOff = items.getSnapshot().flatMap((item) => (item.state === 'refused' && item.sendAt !== undefined ? [{ ...item, sendAt: item.sendAt }] : []))
    for (const item of putOff) {
      if (item.sendAt > now) continue
      change(item.id, { state: 'waiting', code: undefined })
      void keep(item.id).then(() => runner.run(item))
    }
    const later = putOff.map(({ sendAt }) => sendAt).filter((at) => at > now)
    if (later.length > 0) nextMoment = timers.set(sendWhatMayGo, Math.min(...later) - now)
  }

  async function restore(of: AccountStorage): Promise<void> {
    const keys = await of.keys(UNDER).catch(() => [])
    const kept = await Promise.all(keys.map((key) => of.get(key).catch(() => undefined)))
    if (storage !== of) return
    items.set(kept.map(restoredItem).filter((item) => item !== undefined).sort((a, b) => a.order - b.order))
    runner.start()
    sendWhatMayGo()
    threads().forEach(runner.run)
  }

  const threads = (): ThreadKey[] => items.getSnapshot().filter(({ state }) => state === 'waiting')

  return {
    getSnapshot: items.getSnapshot,
    subscribe: items.subscribe,
    onStored: stored.listen,
    ofThread: (key: ThreadKey): OutboxItem[] => items.getSnapshot().filter((item) => isOfThread(item, key)),
    /** Messages that would be lost with this account's storage. */
    unsentCount: (): number => items.getSnapshot().filter(({ state }) => state !== 'stored').length,

    /** Takes over an account's queue and begins to send. */
    load(of: AccountStorage): Promise<void> {
      storage = of
      restored = restore(of)
      return restored
    },
    /** Lets go of the account: nothing is sent or written any more. */
    unload(): void {
      storage = undefined
      timers.clear(nextMoment)
      runner.stop()
      items.set([])
    },

    /**
     * Resolves when the message lies on this phone; the composer may be cleared then. `after` is the newest entry that the thread
     * shows. Rejects with `messaging.empty`, `input.too_large`, or when an attachment cannot be kept.
     */
    async send(key: ThreadKey, draft: MessageDraft, after = -1): Promise<OutboxItem> {
      const mine = storage
      const text = draft.text.trim()
      const attachments = draft.attachments ?? []
      if (text === '' && attachments.length === 0) throw new CodedError('messaging.empty', { field: 'body.text' })
      if (text.length > MESSAGE_MAX_CHARS) throw new CodedError('input.too_large', { field: 'body.text' })
      if (!mine) throw new CodedError('auth.required')
      const id = await newCommandId(random)
      await restored
      const kept = await Promise.all(attachments.map(async (attachment) => ({ ...attachment, path: await keepFile(attachment.path, attachment.name) })))
      if (storage !== mine) throw new CodedError('client.cancelled')
      const last = items.getSnapshot().reduce((most, { order }) => Math.max(most, order), 0)
      const item: OutboxItem = {
        id, caseId: key.caseId, personId: key.personId, order: Math.max(timers.now(), last + 1), text, mark: draft.mark ?? 'ordinary',
        attachments: kept, attempts: 0, after, state: 'waiting',
        ...(draft.sendAt !== undefined && { state: 'refused', code: 'messaging.slowed', sendAt: draft.sendAt, possibleAt: draft.sendAt }),
        ...(draft.offHoursReason !== undefined && { offHoursReason: draft.offHoursReason }),
        ...(draft.confidential !== undefined && { confidential: draft.confidential }),
      }
      items.set([...items.getSnapshot(), item])
      await keep(id)
      runner.run(key)
      sendWhatMayGo()
      return item
    },
    /** Tries a refused message once more, with the reason that was missing. Same id: if it was stored after all, it is not stored twice. */
    async retry(id: string, with_: { offHoursReason?: string } = {}): Promise<void> {
      const item = find(id)
      if (!item || item.state === 'stored') return
      if (item.state === 'refused') {
        change(id, { ...with_, state: 'waiting', code: undefined })
        await keep(id)
      }
      runner.wake([item])
    },
    /** One that slow mode refused goes out by itself as soon as it may, also after a restart. */
    async putOff(id: string): Promise<void> {
      const item = find(id)
      if (item?.state !== 'refused' || item.possibleAt === undefined) return
      change(id, { sendAt: item.possibleAt })
      await keep(id)
      sendWhatMayGo()
    },
    /** Whether it is certain that the court has not got it, so that taking it back cannot deceive its writer. */
    canTakeBack: (id: string): boolean => isOurs(find(id)),
    /** Removes it from the queue and returns it for the composer, to be edited and sent as a new message. Undefined: too late. */
    async takeBack(id: string): Promise<MessageDraft | undefined> {
      const item = find(id)
      if (!item || !isOurs(item)) return undefined
      drop(id)
      await storage?.remove(keyOf(id))
      const attachments = item.attachments.map(({ note: _note, ...attachment }) => attachment)
      attachments.forEach(({ path }) => takenBack.add(path))
      return { text: item.text, mark: item.mark, attachments, ...(item.offHoursReason !== undefined && { offHoursReason: item.offHoursReason }),
        ...(item.confidential !== undefined && { confidential: item.confidential }) }
    },
    /** Deletes one from this phone. False: too late, it may have reached the court. */
    async discard(id: string): Promise<boolean> {
      const item = find(id)
      if (!item || !isOurs(item)) return false
      drop(id)
      await release(id, item)
      return true
    },
    /** The thread is no longer its writer's: what waits in it cannot go out, and says so until it is copied or deleted. */
    lockOut(key: ThreadKey): void {
      for (const item of items.getSnapshot()) {
        if (!isOfThread(item, key) || item.state !== 'waiting') continue
        change(item.id, { state: 'refused', code: 'client.access_ended', sendAt: undefined })
        void keep(item.id)
      }
    },
    /** An entry was put away: the copy of a message that was stored as it goes from here, too. */
    putAway: (key: ThreadKey, index: number): void =>
      items.getSnapshot().filter((item) => isOfThread(item, key) && item.stored?.index === index).forEach(({ id }) => drop(id)),
    /** The entry of a stored message is on the screen. */
    seen: drop,
    /** Something has changed for the better: try everything now. */
    wake(): void {
      sendWhatMayGo()
      runner.wake(threads())
    },
  }
}
export type Outbox = ReturnType<typeof createOutbox>

const isOurs = (item: OutboxItem | undefined): boolean =>
  item !== undefined && (item.state === 'refused' || (item.state === 'waiting' && item.attempts === 0))
