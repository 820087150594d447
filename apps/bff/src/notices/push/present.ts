import type { NoticeStatus, NoticeView } from '@zhixin/shared/contract'
import { nextPushStep, type NoticesConfig, outcomeOf, type PushNotice, type PushReach, type PushTry } from '@zhixin/shared/rules'
import type { NoticeDocument } from './model'

export function statusOf({ final, notice }: Pick<NoticeDocument, 'final' | 'notice'>): NoticeStatus {
  if (final) return final.as
  if (notice.listedAt !== undefined) return 'to_call'
  const last = notice.tries.at(-1)
  if (!last) return 'waiting'
  const outcome = outcomeOf(last)
  if (outcome === 'failed') return 'retrying'
  return outcome === 'unknown' ? 'unknown' : 'sent'
}

const tryView = (one: PushTry): NoticeView['tries'][number] => ({
  channel: one.channel, at: one.at, outcome: outcomeOf(one), reason: one.answer?.reason ?? null, code: one.report?.code ?? one.answer?.code ?? null,
  confirmed: one.confirmed ?? null, deliveredAt: one.report?.delivered ? one.report.at : null,
})

/** When it is looked at next, and what would be done then as far as its person can be reached now. */
function nextOf({ spec, notice, dueAt, callAt, readAt }: NoticeDocument, reach: PushReach, config: NoticesConfig): NoticeView['next'] {
  if (callAt !== null) return { at: callAt, channel: 'call' }
  if (dueAt === null) return null
  const step = nextPushStep({ notice, spec, reach, config, now: dueAt, ...(readAt !== null && { readAt }) })
  return { at: dueAt, channel: step.do === 'try' ? step.channel : step.do === 'call' ? 'call' : 'none' }
}

export const canSendAgain = (final: PushNotice['final'] | null): boolean => final?.as === 'dead' || final?.as === 'unreachable'

export function presentNotice(
  document: NoticeDocument, names: ReadonlyMap<string, string>, reach: PushReach, config: NoticesConfig, filedAt: string | undefined,
): NoticeView {
  const { of, type, label, day, spec, notice, final, readAt } = document
  return {
    of, type, label, day, toldAt: spec.at, status: statusOf(document), since: final?.at ?? null, readAt, filedAt: filedAt ?? null,
    tries: notice.tries.map(tryView),
    calls: notice.calls.map(({ at, by, outcome, laterAt, note }) => ({ at, byName: names.get(by) ?? '', outcome, laterAt: laterAt ?? null, note: note ?? null })),
    next: final ? null : nextOf(document, reach, config), canSendAgain: canSendAgain(final),
  }
}
