import type { JsonObject } from '@zhixin/shared/log'
import type { PushEntryType, PushNotice, PushStep } from '@zhixin/shared/rules'

export interface StepDraft {
  type: PushEntryType
  body: JsonObject
}

/** The entry of a step; undefined where there is nothing to write. */
export function draftOf(next: PushStep | { do: 'void' }, { of, round, tries, calls, listedAt }: PushNotice, by: string): StepDraft | undefined {
  switch (next.do) {
    case 'try': {
      const { do: _do, ...one } = next
      return { type: 'push.attempted', body: { of, round, n: tries.length, by, ...one } }
    }
    case 'call':
      return listedAt === undefined ? { type: 'push.listed', body: { of, round } } : undefined
    case 'void':
      return { type: 'push.ended', body: { of, round, as: 'void' } }
    case 'end': {
      if (next.as === 'dead') return { type: 'push.dead', body: { of, round, reason: next.reason } }
      if (next.as === 'in_app_only') return { type: 'push.ended', body: { of, round, as: 'in_app_only' } }
      const count = (channel: string): number => tries.filter((one) => one.channel === channel).length
      return { type: 'push.unreachable', body: { of, round, wechat: count('wechat'), sms: count('sms'), calls: calls.length } }
    }
    default:
      return undefined
  }
}
