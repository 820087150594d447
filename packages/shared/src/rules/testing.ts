import type { Calendar, HolidayTable } from './calendar'
import type { MessagingConfig } from './court-config'
import type { ThreadRules } from './thread-part'

/** A week in which Wednesday 2026-01-07 is a holiday and Sunday 2026-01-11 is worked instead. For tests only. */
export const calendar: Calendar = {
  years: [2026],
  holidays: new Set(['2026-01-07']),
  makeUpWorkdays: new Set(['2026-01-11']),
  officeHours: [[510, 720], [810, 1050]],
}

/** The notice for 2021, by which the rules' own examples of periods were counted. For tests only. */
export const holidays2021: HolidayTable = {
  years: [2021],
  holidays: new Set([
    '2021-01-01', '2021-02-11', '2021-02-12', '2021-02-15', '2021-02-16', '2021-02-17', '2021-04-05', '2021-05-03', '2021-05-04', '2021-05-05', '2021-06-14',
    '2021-09-20', '2021-09-21', '2021-10-01', '2021-10-04', '2021-10-05', '2021-10-06', '2021-10-07',
  ]),
  makeUpWorkdays: new Set(['2021-02-07', '2021-02-20', '2021-04-25', '2021-05-08', '2021-09-18', '2021-09-26', '2021-10-09']),
}

const cite = { basis: 'proposal', source: 'test' } as const
export const replyClocks: MessagingConfig['reply_clocks'] = {
  ordinary: {
    answered_by: 'handler',
    target: { value: 1, unit: 'working_day', roll_forward: true, cite },
    alarm: { value: 3, unit: 'calendar_day', roll_forward: true, cite },
  },
  irregularity: {
    answered_by: 'judge',
    target: { value: 3, unit: 'calendar_day', roll_forward: true, cite },
    alarm: { value: 3, unit: 'calendar_day', roll_forward: true, cite },
  },
}
/** What decides about threads, as in a court that asks for everything. */
export const threadRules: ThreadRules = {
  off_hours_reason_required: { required: true, cite },
  confidential_by_default: { marks: ['property_clue'], cite },
  sealing: { reasons: [{ id: 'wrong_case', label: '发错了案件' }, { id: 'not_here', label: '含有不该留在这里的内容' }], refusals: [{ id: 'belongs', label: '内容应当留在案卷里' }], cite },
  slow_mode: { max_days: 7, messages_per_day: { least: 2, most: 10 }, slows: ['ordinary', 'settlement'], cite },
  needs_special_authority: { marks: ['termination_opinion', 'settlement'], cite },
}
export const acknowledgements = { words: ['谢谢', '收到', '好的', '知道了'], address: ['您', '法官', '王法官'] }
