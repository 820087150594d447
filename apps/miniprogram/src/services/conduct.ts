import {
  ConsentSchema, FlagListSchema, FlagMessageSchema, LiftSlowModeSchema, MarkedSchema, OtherSideSchema, PassedOnSchema, PassOnSchema, SetSlowModeSchema,
  ThreadFlagsSchema, WithdrawFlagSchema,
} from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

/** Slow mode, flags, and consent to a proposal's being passed on. Tapped again after a lost answer, the same wish goes out under the same id. */
export function createConduct(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const pathOf = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}`
  const consent = (what: string) => (key: ThreadKey, index: number): Promise<unknown> =>
    intents.once(`${pathOf(key)}/messages/${index}/${what}`, {}, (path, input) => api.write(path, ConsentSchema, MarkedSchema, input))

  return {
    /** Leaders. Days count from today, which is the first. */
    slowDown: (key: ThreadKey, input: { days: number; perDay: number; reason: string }): Promise<unknown> =>
      intents.once(`${pathOf(key)}/slow-mode`, input, (path, body) => api.write(path, SetSlowModeSchema, MarkedSchema, body)),
    liftSlowMode: (key: ThreadKey, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/slow-mode/lifting`, { reason }, (path, body) => api.write(path, LiftSlowModeSchema, MarkedSchema, body)),

    /** The court's side alone: what was flagged in a thread, and as what a message can be. */
    flags: (key: ThreadKey) => api.read(`${pathOf(key)}/flags`, ThreadFlagsSchema),
    flag: (key: ThreadKey, index: number, input: { kind: string; note: string }): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/flags`, input, (path, body) => api.write(path, FlagMessageSchema, MarkedSchema, body)),
    withdrawFlag: (key: ThreadKey, flag: number, reason: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/flags/${flag}/withdrawal`, { reason }, (path, body) => api.write(path, WithdrawFlagSchema, MarkedSchema, body)),
    /** Leaders: of all cases they answer for, newest first. */
    flagList: (page: number) => api.read('/flags', FlagListSchema, { page }),

    askConsent: consent('consent-request'),
    giveConsent: consent('consent'),
    withdrawConsent: consent('consent-withdrawal'),
    /** To whom a proposal of this thread's can be passed on. */
    otherSide: (key: ThreadKey) => api.read(`${pathOf(key)}/other-side`, OtherSideSchema),
    /** The handler's own words, as a message of theirs to the other side. */
    passOn: (key: ThreadKey, index: number, input: { toPersonId: string; text: string; settles: boolean; offHoursReason?: string }): Promise<unknown> =>
      intents.once(`${pathOf(key)}/messages/${index}/pass-on`, input, (path, body) => api.write(path, PassOnSchema, PassedOnSchema, body)),
  }
}
export type ConductService = ReturnType<typeof createConduct>
