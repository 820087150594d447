import type { NoticeSettings, NoticeStatus, NoticeView } from '@zhixin/shared/contract'
import { dayOf, instantOf, type PushCallOutcome } from '@zhixin/shared/rules'
import { clockWords, momentWords } from './format'

type Tone = 'plain' | 'ink' | 'warn' | 'late' | 'done'
const STATUS: Record<NoticeStatus, { words: string; tone: Tone }> = {
  waiting: { words: '等待发送', tone: 'plain' },
  sent: { words: '已发出，等回执', tone: 'ink' },
  unknown: { words: '不确定是否发出', tone: 'warn' },
  retrying: { words: '没发出，正在重试', tone: 'warn' },
  to_call: { words: '等热线打电话', tone: 'warn' },
  read: { words: '本人已看到', tone: 'done' },
  delivered: { words: '已送到手机', tone: 'done' },
  told_by_phone: { words: '已电话告知', tone: 'done' },
  in_app_only: { words: '只在应用内', tone: 'plain' },
  unreachable: { words: '无法联系', tone: 'late' },
  dead: { words: '发送失败', tone: 'late' },
  void: { words: '不用再发', tone: 'plain' },
}
export const noticeStatus = (status: NoticeStatus): { words: string; tone: Tone } => STATUS[status]

const CHANNEL = { wechat: '微信', sms: '短信', call: '热线打电话', none: '' } as const
const REASON = {
  busy: '发送平台当时太忙', misconfigured: '本院的配置有问题，请找系统管理员', bad_field: '消息格式不对，请找系统管理员', no_quota: '本人没有允许微信提醒，或次数用完', rejected: '号码或用户不能接收',
} as const
export const CALL_OUTCOMES: Record<PushCallOutcome, string> = {
  reached: '打通并告知', no_answer: '没人接', wrong_number: '不是本人', later: '约好再打', no_number: '没有号码',
}

/** 微信 今天 10:25 没发出：本人没有允许微信提醒 */
export function tryWords({ channel, at, outcome, reason, confirmed, deliveredAt }: NoticeView['tries'][number], now: string): string {
  const name = confirmed === false ? '短信（号码未经本人确认，只请对方回电）' : CHANNEL[channel]
  const begun = `${name} ${momentWords(at, now)} `
  if (outcome === 'delivered') return `${begun}发出，${arrivedWords(at, deliveredAt ?? at, now)}`
  if (outcome === 'failed') return `${begun}${reason ? `没发出：${REASON[reason]}` : '发出了，没有送到'}`
  return begun + (outcome === 'sent' ? '发出，还没有回执' : '可能发出，等回执；不会自动重发')
}

/** Of the same minute or day nothing is said twice. */
function arrivedWords(at: string, deliveredAt: string, now: string): string {
  const [sent, arrived] = [momentWords(at, now), momentWords(deliveredAt, now)]
  if (sent === arrived) return '已送到'
  return `${dayOf(at) === dayOf(deliveredAt) ? clockWords(deliveredAt) : arrived} 送到`
}

/** What it told, as whoever is not its reader says it. */
export const staffLabel = ({ label }: Pick<NoticeView, 'label'>): string => label.replace(/您/g, '当事人')

/** What happens next by itself, and when. */
export function nextWords({ next, status }: Pick<NoticeView, 'next' | 'status'>, now: string): string | null {
  if (!next) return null
  const at = momentWords(next.at, now)
  if (next.channel === 'call') return status === 'to_call' ? `热线 ${at} 起打电话` : `${at} 仍没送到的，转热线打电话`
  if (next.channel === 'none') return `${at} 仍没送到的，不再另发（应用内一直能看到）`
  return `${at} ${status === 'waiting' || status === 'retrying' ? '用' : '仍没送到的，改用'}${CHANNEL[next.channel]}发`
}

type Template = NoticeSettings['templates'][number]
/** 还可以用微信提醒您 3 次 */
export function leftWords({ left }: Pick<Template, 'left'>): string {
  if (left === null) return '您已允许，一直有效'
  return left === 0 ? '还没有允许，或次数已用完' : `还可以用微信提醒您 ${left} 次`
}

/** 晚上 9:30 到早上 7:30 */
export function quietWords({ from, to }: NoticeSettings['quiet']): string {
  const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
  return `${clock(from)} 到第二天 ${clock(to)}`
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The next time that a clock in the court shows 15:30, as somebody said it; undefined where that is no time of day. */
export function againAt(clock: string, now: string): string | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:：.]?([0-5]\d)$/.exec(clock.trim()) ?? []
  if (hours === undefined || minutes === undefined) return undefined
  const today = Date.parse(instantOf(dayOf(now), Number(hours) * 60 + Number(minutes)))
  return new Date(today > Date.parse(now) + MINUTE_MS ? today : today + DAY_MS).toISOString()
}
