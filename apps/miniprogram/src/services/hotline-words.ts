import type { CallView, HotlineDesk } from '@zhixin/shared/contract'

/** What a key does at the hotline's desk. */
export type DeskAction =
  | { do: 'pick_up' } | { do: 'search' } | { do: 'verify' } | { do: 'call_back' } | { do: 'register' } | { do: 'hang_up' } | { do: 'call_backs' } | { do: 'keys' } | { do: 'submit' } | { do: 'leave' }
  | { do: 'choose'; place: number } | { do: 'move'; by: 1 | -1 } | { do: 'take' }

/** A key as the browser tells it, and whether it goes into a field. */
export interface Pressed {
  key: string
  ctrl: boolean
  isTyping: boolean
}

/** Shown on the screen, in the order in which a call goes. */
export const DESK_KEYS: readonly { keys: string; does: string }[] = [
  { keys: 'F2', does: '接听，下一通' },
  { keys: 'F3', does: '查询：电话、姓名、案号；受理编号的办理情况' },
  { keys: 'F4', does: '核实来电人；核实以后看能告知的' },
  { keys: 'F7', does: '记下回拨' },
  { keys: 'F8', does: '登记' },
  { keys: 'F9', does: '挂机' },
  { keys: 'F10', does: '待回拨名单' },
  { keys: '1～9', does: '选第几个（不在打字时）' },
  { keys: '↑ ↓', does: '在名单里上下移动' },
  { keys: '回车', does: '填完一栏，到下一栏；在名单里打开' },
  { keys: 'Ctrl+回车', does: '提交' },
  { keys: 'Esc', does: '离开打字的栏、关上' },
  { keys: '?', does: '看这张表（不在打字时）' },
]
const ALWAYS: Readonly<Record<string, DeskAction>> = {
  F2: { do: 'pick_up' }, F3: { do: 'search' }, F4: { do: 'verify' }, F7: { do: 'call_back' }, F8: { do: 'register' }, F9: { do: 'hang_up' }, F10: { do: 'call_backs' }, Escape: { do: 'leave' },
}
const NOT_TYPING: Readonly<Record<string, DeskAction>> = {
  '?': { do: 'keys' }, '？': { do: 'keys' }, ArrowDown: { do: 'move', by: 1 }, ArrowUp: { do: 'move', by: -1 }, Enter: { do: 'take' },
}

/** What was meant; undefined: the key is the field's or the browser's own. No letter, digit or sign that is typed is ever taken. */
export function deskAction({ key, ctrl, isTyping }: Pressed): DeskAction | undefined {
  if (ctrl) return key === 'Enter' ? { do: 'submit' } : undefined
  const always = ALWAYS[key]
  if (always || isTyping) return always
  return /^[1-9]$/.test(key) ? { do: 'choose', place: Number(key) - 1 } : NOT_TYPING[key]
}

/** What somebody searches by, as it looks. */
export function searchedBy(words: string): 'phone' | 'name' | 'case_number' | 'receipt' {
  const plain = words.replace(/\s/g, '')
  if (/^\+?[\d-]{7,}$/.test(plain)) return 'phone'
  if (/[执号()（）]/.test(plain)) return 'case_number'
  return /^[0-9a-z]{4}-?[0-9a-z]{4}$/i.test(plain) ? 'receipt' : 'name'
}

/** 3:07, as a clerk's clock has it. */
export function callTime(openedAt: string, now: string): string {
  const seconds = Math.max(0, Math.floor((Date.parse(now) - Date.parse(openedAt)) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export const callStateWords = ({ verified, direction, registered }: Pick<CallView, 'verified' | 'direction' | 'registered'>): string => [
  verified ? `已核实：${verified.name}（${verified.by === 'call_back' ? '回拨登记号码' : '口头核对'}）` : direction === 'out' ? '回拨：还没有核实接听的人' : '没有核实：只能登记，什么都不告知',
  ...(registered.length > 0 ? [`已登记 ${registered.length} 件`] : []),
].join('；')

export type DeskKind = HotlineDesk['kinds'][number]

/** Of the fields of a kind those that a caller is asked for: whom the court has verified is not asked who they are. */
export const fieldsAsked = ({ fields }: Pick<DeskKind, 'fields'>, isVerified: boolean): DeskKind['fields'] =>
  fields.filter(({ id }) => !isVerified || !['name', 'phone', 'address'].includes(id) || id === 'phone').map((field) =>
    isVerified && field.id === 'phone' ? { ...field, required: false, label: '发受理编号的手机号', hint: '只用来发短信；要换联系电话的，写进下面的内容' } : field)

/** The first field that is still to be filled in. */
export const missingField = (fields: DeskKind['fields'], words: Readonly<Record<string, string>>): string | undefined =>
  fields.find(({ id, required }) => required && !words[id]?.trim())?.id

/** A receipt number or code as it is read out: sign by sign. */
export const spelled = (code: string): string => Array.from(code).join(' ')
