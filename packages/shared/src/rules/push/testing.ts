import type { PushConfig, PushReach, PushSpec } from './next-step'

const cite = { basis: 'proposal', source: 'test' } as const
/** Quiet from 22 to 8. For tests only. */
export const pushConfig: PushConfig = {
  next_channel_after: { value: 1, unit: 'calendar_day', cite },
  too_late_after: { value: 7, unit: 'calendar_day', cite },
  quiet_hours: { from: 22 * 60, to: 8 * 60, cite },
  retries: { after_minutes: [1, 5], cite },
  calls: { times: 2, again_after: { value: 1, unit: 'calendar_day' }, cite },
  neutral_sms: { template: 'notice_neutral', at_most_every: { value: 7, unit: 'calendar_day' }, cite },
}
/** Told on a Tuesday at ten in Shanghai. */
export const TOLD_AT = '2026-03-10T02:00:00.000Z'
export const spec = (more: Partial<PushSpec> = {}): PushSpec => ({ at: TOLD_AT, call: true, afterMinutes: 0, wechat: 'progress', sms: 'notice_progress', ...more })
export const reach = (more: Partial<PushReach> = {}): PushReach => ({ wechat: true, phones: [{ id: 'own', confirmed: true, texts: true }], ...more })
