import { randomBytes } from 'node:crypto'
import type { SessionTokens } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { trusted } from 'mongoose'
import { batched } from '../platform/batched'
import type { Clock } from '../platform/clock'
import type { AccessTokens } from './access-tokens'
import type { SecurityConfig } from './config'
import { newId } from './ids'
import type { Models, SessionDoc } from './model'
import { sameHash, type Vault } from './vault'

/** Why the sessions of a member of staff end who is one no longer. */
export const STOPPED = 'no longer active'

type Who = Pick<SessionDoc, 'kind' | 'subject' | 'way' | 'device'>
export type Tokens = Omit<SessionTokens, 'kind'>

export interface Sessions {
  begin(who: Who): Promise<Tokens>
  /**
   * A successor for a refresh token. Throws `auth.expired`, or `auth.refresh_reused` after ending the family; `auth.stopped` to who holds
   * the last token of a member of staff who is no longer one.
   */
  refresh(refreshToken: string, device: string): Promise<{ tokens: Tokens; session: SessionDoc }>
  /** A session that still runs. */
  running(sessionId: string): Promise<SessionDoc | undefined>
  end(sessionId: string, because: string): Promise<void>
  endAllOf(subject: string, because: string, only?: { way: SessionDoc['way'] }): Promise<void>
  /** Told the id of every session that ends before its time, so that sockets can close. */
  onEnded(listener: (sessionId: string) => void): void
  sweep(): Promise<void>
}

interface Parts {
  models: Models
  vault: Vault
  clock: Clock
  accessTokens: AccessTokens
  config: SecurityConfig
}

/** A session is a family of refresh tokens: each is good once, and the next one comes with the answer. */
export function createSessions({ models: { sessions, staff }, vault, clock, accessTokens, config }: Parts): Sessions {
  const listeners: ((sessionId: string) => void)[] = []
  const successorContext = (id: string): string => `session/${id}/successor`

  // `family.random.tag`: the tag proves that we made it, so that an old one of a family is told from one made up to end it.
  const newToken = (id: string): string => {
    const head = `${id}.${randomBytes(32).toString('base64url')}`
    return `${head}.${vault.hashOf('refresh', head)}`
  }
  const familyOf = (token: string): string | undefined => {
    const [id = '', random = '', tag = ''] = token.split('.')
    return sameHash(tag, vault.hashOf('refresh', `${id}.${random}`)) ? id : undefined
  }
  const hashOf = (token: string): string => vault.hashOf('refresh', `stored/${token}`)
  const tokensOf = (id: string, refreshToken: string): Tokens => ({ ...accessTokens.sign(id), refreshToken })

  const running = batched<SessionDoc>((ids) =>
    sessions.find({ _id: trusted({ $in: ids }), endedAt: null, expiresAt: trusted({ $gt: clock.now() }) }).lean(),
  )

  const end = async (sessionId: string, because: string): Promise<void> => {
    const ended = await sessions.findOneAndUpdate({ _id: sessionId, endedAt: null }, { $set: { endedAt: clock.now(), endedBecause: because } })
    if (ended) listeners.forEach((listener) => listener(sessionId))
  }

  /** Whether a session was to last, but for its holder being stopped, and the token is its last one. */
  async function isStopped(id: string, presented: string): Promise<boolean> {
    const because = { $or: [{ endedAt: null }, { endedBecause: STOPPED }] }
    const over = await sessions.findOne({ _id: id, kind: 'staff', expiresAt: trusted({ $gt: clock.now() }), ...because }).lean()
    if (!over || ![over.currentHash, over.previousHash ?? ''].some((known) => sameHash(presented, known))) return false
    return (await staff.exists({ _id: over.subject, isActive: false })) !== null
  }

  async function rotate(session: SessionDoc, presented: string): Promise<string | undefined> {
    const token = newToken(session._id)
    const next = {
      currentHash: hashOf(token), previousHash: presented, rotatedAt: clock.now(), successor: vault.seal(token, successorContext(session._id)),
    }
    const rotated = await sessions.findOneAndUpdate({ _id: session._id, currentHash: presented, endedAt: null }, { $set: next })
    return rotated ? token : undefined
  }

  return {
    running,
    end,
    async begin({ kind, subject, way, device }) {
      const _id = newId('f')
      const now = clock.now()
      const token = newToken(_id)
      const days = kind === 'staff' ? config.session_days.staff : config.session_days.litigant
      await sessions.create({
        _id, kind, subject, way, device, currentHash: hashOf(token), rotatedAt: now, successor: vault.seal(token, successorContext(_id)),
        createdAt: now, expiresAt: new Date(now.getTime() + days * 86_400_000),
      })
      return tokensOf(_id, token)
    },
    async refresh(refreshToken, device) {
      const id = familyOf(refreshToken)
      const session = id ? await running(id) : undefined
      const presented = hashOf(refreshToken)
      if (id !== undefined && session?.kind !== 'account' && (await isStopped(id, presented))) throw new CodedError('auth.stopped')
      if (!session) throw new CodedError('auth.expired')
      if (sameHash(presented, session.currentHash)) {
        const token = await rotate(session, presented)
        if (token) return { tokens: tokensOf(session._id, token), session }
      }
      // The predecessor, by a phone that lost the answer or asked twice at once.
      const now = await running(session._id)
      if (!now) throw new CodedError('auth.expired')
      const isInTime = clock.now().getTime() - now.rotatedAt.getTime() <= config.refresh_grace_seconds * 1000
      if (isInTime && device === now.device && sameHash(presented, now.previousHash ?? '')) {
        return { tokens: tokensOf(now._id, vault.open(now.successor, successorContext(now._id))), session: now }
      }
      await end(session._id, 'refresh token reused')
      throw new CodedError('auth.refresh_reused')
    },
    async endAllOf(subject, because, only) {
      const open = await sessions.find({ subject, endedAt: null, ...only }).select('_id').lean()
      for (const { _id } of open) await end(_id, because)
    },
    onEnded: (listener) => void listeners.push(listener),
    sweep: async () => void (await sessions.deleteMany({ expiresAt: trusted({ $lt: clock.now() }) })),
  }
}
