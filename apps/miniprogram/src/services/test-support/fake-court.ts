import type { EntryView, ThreadView } from '@zhixin/shared/contract'
import { CodedError, type ErrorCode } from '@zhixin/shared/errors'
import { findSensitiveNumber } from '@zhixin/shared/rules'
import type { FakeTimers } from './fake-timers'

export const CASE = 'c_testcase1'
export const PERSON = 'p_applicant1'
export const THREAD = { caseId: CASE, personId: PERSON }
const HASH = '0'.repeat(64)
const ACCESS_SECONDS = 900
const GRACE_MS = 30_000

interface Family {
  who: string
  device: string
  current: string
  previous?: string
  rotatedAt: number
  ended: boolean
}
export interface FakeActor {
  kind: 'person' | 'staff'
  id: string
  role: string
  name: string
}
interface Message {
  clientMessageId: string
  text: string
  mark: string
  attachments: { id: string }[]
}

export const APPLICANT: FakeActor = { kind: 'person', id: PERSON, role: 'principal', name: '赵甲（虚构）' }
export const OTHER: FakeActor = { kind: 'person', id: 'p_otherone1', role: 'principal', name: '钱乙（虚构）' }
export const OFFICER: FakeActor = { kind: 'staff', id: 's_officer1', role: 'officer', name: '王丙（虚构）' }

/** The court's side of the contract, as far as the phone can tell it from the real one. One thread. */
export function createFakeCourt({ timers }: FakeTimers) {
  const actors = new Map([APPLICANT, OTHER, OFFICER].map((actor) => [actor.id, actor]))
  const families = new Map<string, Family>()
  const access = new Map<string, { family: string; until: number }>()
  const entries: EntryView[] = []
  const written = new Map<string, { entry: EntryView; content: string }>()
  const shows = new Set<(entry: EntryView) => void>()
  const refusals: (ErrorCode | CodedError)[] = []
  let serial = 0

  const iso = (): string => new Date(timers.now()).toISOString()

  function append(actor: FakeActor | 'system', type: string, body: EntryView['body'], attachments: EntryView['attachments'] = []): EntryView {
    const { name, ...rest } = actor === 'system' ? { kind: 'system' as const, id: 'case-file', role: 'notice', name: '法院' } : actor
    const entry: EntryView = {
      v: 1, court: 'test', chain: `thread:${CASE}/${PERSON}`, index: entries.length, at: iso(), type, actor: rest, visibility: 'all', bodyHash: HASH,
      attachments, prev: entries.length === 0 ? null : HASH, entryHash: HASH, nonce: '00', body, actorName: name,
    }
    entries.push(entry)
    shows.forEach((show) => show(entry))
    return entry
  }

  function tokensOf(id: string) {
    const accessToken = `access-${++serial}`
    access.set(accessToken, { family: id, until: timers.now() + ACCESS_SECONDS * 1000 })
    const family = families.get(id)!
    return { accessToken, expiresIn: ACCESS_SECONDS, refreshToken: family.current, kind: family.who.startsWith('s_') ? 'staff' : 'person' }
  }

  return {
    entries,
    /** Codes with which the next messages are refused. */
    refusals,
    append,
    onEntry: (show: (entry: EntryView) => void): void => void shows.add(show),
    texts: (): unknown[] => entries.filter(({ type }) => type === 'message.sent').map(({ body }) => body?.text),
    /** Every access token ends now. */
    expireAccess: (): void => access.forEach((one) => (one.until = 0)),
    /** Whom the court signs in by this phone's WeChat. */
    whoIsWechat: PERSON,
    /** Why a sign-in that has ended cannot go on, as who holds its last token hears it. */
    endedBecause: 'auth.expired' as ErrorCode,
    endSessions: (): void => families.forEach((family) => (family.ended = true)),
    refreshes: 0,
    /** The first words of what was said last, in the work list; null: it is empty. */
    lastText: null as string | null,
    /** What waits for an answer. */
    matter: null as ThreadView['matter'],

    signIn(who: string, device: string) {
      const id = `family-${++serial}`
      families.set(id, { who, device, current: `refresh-token-${id}-${++serial}`, rotatedAt: timers.now(), ended: false })
      return tokensOf(id)
    },
    refresh(refreshToken: string, device: string) {
      this.refreshes++
      const [id, family] = [...families].find(([name]) => refreshToken.startsWith(`refresh-token-${name}-`)) ?? []
      if (!id || !family || family.ended) throw new CodedError(this.endedBecause)
      if (family.current === refreshToken) {
        Object.assign(family, { previous: refreshToken, current: `refresh-token-${id}-${++serial}`, rotatedAt: timers.now() })
        return tokensOf(id)
      }
      if (family.previous === refreshToken && family.device === device && timers.now() - family.rotatedAt <= GRACE_MS) return tokensOf(id)
      family.ended = true
      throw new CodedError('auth.refresh_reused')
    },
    /** Throws `auth.required` or `auth.expired`. */
    actorOf(token: string | undefined): { actor: FakeActor; until: number } {
      const known = token === undefined ? undefined : access.get(token)
      if (!known) throw new CodedError('auth.required')
      const family = families.get(known.family)!
      if (family.ended || known.until <= timers.now()) throw new CodedError('auth.expired')
      return { actor: actors.get(family.who)!, until: known.until }
    },
    /** Why a message is refused now, by what it says. */
    refuse: (_text: string, _mark: string): CodedError | undefined => undefined,
    send(actor: FakeActor, { clientMessageId, text, mark, attachments }: Message) {
      const refusal = refusals.shift()
      if (refusal) throw refusal instanceof CodedError ? refusal : new CodedError(refusal)
      const refused = this.refuse(text, mark)
      if (refused) throw refused
      const key = `${actor.id}/${clientMessageId}`
      const content = JSON.stringify([text.trim(), attachments.map(({ id }) => id)])
      const known = written.get(key)
      if (known && known.content !== content) throw new CodedError('log.key_conflict')
      if (findSensitiveNumber(text)) throw new CodedError('messaging.sensitive_number', { field: 'body.text' })
      const filed = attachments.map(({ id }) => ({ id, sm3: HASH, size: 5, type: 'image/png' }))
      const entry = known?.entry ?? append(actor, 'message.sent', { text: text.trim(), mark, attachments }, filed)
      written.set(key, { entry, content })
      return { chain: entry.chain, index: entry.index, entryHash: entry.entryHash, at: entry.at }
    },
    /** Whose thread it is no longer. */
    locked: new Set<string>(),
    /** What a phone that keeps a copy of a thread has to put away. */
    kept({ caseId, personId }: { caseId: string; personId: string }) {
      const withheld = entries.filter(({ withheld: because }) => because !== undefined).map(({ index, withheld: because }) => ({ index, because }))
      return { caseId, personId, isYours: caseId === CASE && personId === PERSON && !this.locked.has(personId), withheld }
    },
    /** 封存: the body goes, and the chain says so. */
    seal(index: number): EntryView {
      entries[index] = { ...entries[index]!, body: null, nonce: null, withheld: 'sealed' }
      return append({ kind: 'staff', id: 's_leader01', role: 'team_leader', name: '郑丁（虚构）' }, 'seal.approved', { of: index, reason: 'wrong_case', words: '发错了案件' })
    },
    mark(actor: FakeActor, mark: 'delivered' | 'read', upTo: number): void {
      if (upTo >= entries.length) throw new CodedError('messaging.too_far')
      const isReached = entries.some((entry) => entry.type === `message.${mark}` && entry.actor.id === actor.id && (entry.body!.upTo as number) >= upTo)
      if (!isReached) append(actor, `message.${mark}`, { upTo })
    },
    page({ after, before, limit = 50 }: { after?: number; before?: number; limit?: number }) {
      const found = entries.filter(({ index }) => (before === undefined ? index > (after ?? -1) : index < before))
      const page = before === undefined ? found.slice(0, limit) : found.slice(-limit)
      return { entries: page, hasMore: found.length > limit }
    },
  }
}
export type FakeCourt = ReturnType<typeof createFakeCourt>
