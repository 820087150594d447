import {
  AllowNoticesSchema, CalledToldSchema, CheckCalledSchema, DeadLettersSchema, NoticeCalledSchema, NoticeCallSchema, NoticeCallsSchema, NoticeSettingsSchema,
  SendAgainSchema, SentAgainSchema, ThreadNoticesSchema,
} from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { Adapters, RandomAdapter } from './adapters'
import { askToAllow } from './allow-messages'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

export interface NoticePlace extends ThreadKey {
  /** Index of what it tells, in the thread. */
  of: number
}
export type CallSaid = Omit<z.input<typeof NoticeCalledSchema>, 'commandId'>

/** What reaches whom over which channel. Nothing of it is kept on the phone. Everything rejects with CodedError. */
export function createNotices(api: Api, random: RandomAdapter, wechat: Adapters['wechat']) {
  const intents = createWriteIntents(random)
  const calls = '/notice-calls'
  const callOf = ({ caseId, personId, of }: NoticePlace): string => `${calls}/${caseId}/${personId}/${of}`

  return {
    /** Whether messages can be allowed here at all: in WeChat alone. */
    canAsk: wechat !== undefined,
    /** Lets WeChat ask; what was chosen is to be told to `allow`. In the very tap, before anything is waited for. */
    ask: (templateIds: readonly string[]) => askToAllow(wechat, templateIds),
    settings: () => api.read('/me/notice-settings', NoticeSettingsSchema),
    /** What somebody chose when WeChat asked: each acceptance is one message. */
    allow: (results: { templateId: string; accepted: boolean }[]) =>
      intents.once('/me/notice-settings/allowances', { results }, (path, input) => api.write(path, AllowNoticesSchema, NoticeSettingsSchema, input)),
    /** How each notice to a person stands: for who handles the case, and who leads. */
    ofThread: async ({ caseId, personId }: ThreadKey) => (await api.read(`/threads/${caseId}/${personId}/notices`, ThreadNoticesSchema)).notices,
    sendAgain: ({ caseId, personId, of }: NoticePlace) =>
      intents.once(`/threads/${caseId}/${personId}/notices/${of}/again`, {}, (path, input) => api.write(path, SendAgainSchema, SentAgainSchema, input)),
    deadLetters: async () => (await api.read('/dead-letters', DeadLettersSchema)).letters,
    calls: () => api.read(calls, NoticeCallsSchema),
    call: (place: NoticePlace) => api.read(callOf(place), NoticeCallSchema),
    /** What whoever answers may be told, once they have said the last four of their identity number. */
    check: async (place: NoticePlace, lastFour: string) => (await api.write(`${callOf(place)}/check`, CheckCalledSchema, CalledToldSchema, { lastFour })).words,
    record: (place: NoticePlace, said: CallSaid) =>
      intents.once(callOf(place), said, (path, input) => api.write(path, NoticeCalledSchema, SentAgainSchema, input)),
  }
}
export type Notices = ReturnType<typeof createNotices>
