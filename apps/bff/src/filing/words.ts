import {
  ContactRecordedSchema, HandlerChangedSchema, type Mark, messageOf, MessageRemarkedSchema, type MessagingConfig, type ThreadEntry, UpToSchema,
} from '@zhixin/shared/rules'

/** What an entry of a thread is called on paper, by its type. One that is not here is printed with what it holds all the same. */
const TITLES: Readonly<Record<string, string>> = {
  'message.sent': '消息', 'message.remarked': '更改类别', 'message.delivered': '收到', 'message.read': '已读', 'message.confined': '改为只给承办人看',
  'message.released': '解除保密', 'matter.no_reply_needed': '无需回复', 'contact.recorded': '电话或来访记录', 'handler.changed': '承办人变更',
  'case.closed_notice': '结案告知', 'standing.changed': '身份变更', 'form.submitted': '提交表格', 'voice.summarised': '语音大意', 'clue.answered': '线索核实结果', 'application.docketed': '申请立案', 'application.refused': '申请不予立案', 'application.correction_asked': '一次性告知补正', 'application.supplied': '补交材料', 'application.returned': '退回申请', 'task.asked': '要办的事',
  'task.done': '要办的事已办', 'slow_mode.set': '慢速沟通', 'slow_mode.lifted': '恢复正常沟通', 'urgent.raised': '紧急线索', 'urgent.taken': '接手紧急线索',
  'urgent.returned': '交回紧急线索', 'urgent.said': '紧急线索：告知', 'urgent.settled': '紧急线索办结', 'urgent.unreached': '紧急线索没有联系上',
  'urgent.reminded': '再次提醒接手人', 'urgent.rung_again': '重新呼叫', 'receiving_account.set': '收款账户', 'receiving_account.changed': '收款账户变更',
  'seal.asked': '申请封存', 'seal.approved': '已封存', 'seal.refused': '没有封存', 'settlement.consent_asked': '征求同意：能否转告对方',
  'settlement.consented': '同意转告对方', 'settlement.consent_withdrawn': '撤回同意', 'settlement.passed_notice': '已转告对方', 'node.told': '案件进展告知',
  'case.transferred_notice': '案件移送其他法院', 'case.transferred_number': '对方法院已接收', 'case.transfer_undone_notice': '移送撤回或退回',
  'case.taken_over_notice': '案件由其他法院移送本院', 'node.detail_told': '案件进展补充告知', 'node.taken_back': '案件进展更正', 'payment.changed': '付款账户告知',
  'service.consented': '同意电子送达', 'service.consent_withdrawn': '撤回电子送达的同意', 'service.sent': '电子送达文书',
  'service.arrived': '送达回证：文书到达', 'service.opened': '送达回证：首次打开', 'service.confirmed': '送达回证：本人确认收到', 'service.noted': '电子送达备注',
}

/** Fields that say something to a reader, and what they are called; ids and kinds are in the record that goes with the document. */
const FIELDS: Readonly<Record<string, string>> = {
  text: '内容', reason: '理由', summary: '记录', words: '原因', label: '事项', means: '说明', what: '内容', where: '地点', way: '方式', closedOn: '日期', on: '日期',
  department: '部门', title: '名称', values: '填写内容', due: '期限', dueOn: '期限', dueAt: '期限', bank: '开户行', source: '依据', detail: '补充', cite: '依据', perDay: '每天条数', until: '截止',
  number: '文号', address: '送达到', statement: '同意的内容', hash: '同意书校验值（SM3）', paper: '纸质文书', follows: '送达以后', effect: '送达日期怎么算',
  arrivedAt: '到达时间', runs: '开始计算的期限', note: '备注',
  name: '姓名', act: '需要做的', rule: '规则',
}

export interface Words {
  what: string
  lines: string[]
}

export interface PaperWords {
  marks: MessagingConfig['marks']
}

/** What an entry says on paper. Does not ask whether it may be shown. */
export function wordsOnPaper(entry: ThreadEntry, { marks }: PaperWords): Words {
  const title = TITLES[entry.type] ?? `其他记录（${entry.type}）`
  const labelOf = (mark: Mark): string => marks[mark]?.label ?? mark
  switch (entry.type) {
    case 'message.sent': {
      const { text, mark, offHoursReason } = messageOf(entry)
      const kind = entry.actor.kind === 'person' ? `（${labelOf(mark)}）` : ''
      return { what: `${title}${kind}`, lines: [...text.split('\n'), ...(offHoursReason ? [`非工作时间发送的理由：${offHoursReason}`] : [])] }
    }
    case 'message.delivered':
    case 'message.read':
      return { what: `${title}至第 ${UpToSchema.parse(entry.body).upTo + 1} 条`, lines: [] }
    case 'message.remarked': {
      const { of, mark } = MessageRemarkedSchema.parse(entry.body)
      return { what: title, lines: [`第 ${of + 1} 条的类别改为“${labelOf(mark)}”。`] }
    }
    case 'contact.recorded': {
      const { kind, summary, happenedAt, settles } = ContactRecordedSchema.parse(entry.body)
      return { what: kind === 'phone' ? '电话记录' : '来访记录', lines: [`发生时间：${stamp(happenedAt)}`, summary, ...(settles ? ['待答复的事项已在其中答复。'] : [])] }
    }
    case 'handler.changed': {
      const { from, to, judge } = HandlerChangedSchema.parse(entry.body)
      const names = (people: { name: string }[]): string => people.map(({ name }) => name).join('、')
      return { what: title, lines: [`由${names(from) || '无'}变更为${names(to)}，员额法官为${judge.name}。`] }
    }
    default:
      return { what: aboutIn(entry.body, title), lines: linesOf(entry.body) }
  }
}

const aboutIn = (body: unknown, title: string): string => {
  const { of } = (body ?? {}) as { of?: unknown }
  return typeof of === 'number' ? `${title}（关于第 ${of + 1} 条）` : title
}

function linesOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([field, value]) => {
    const name = FIELDS[field]
    const text = name === undefined ? '' : plain(value)
    return text === '' ? [] : [`${name}：${text}`]
  })
}

function plain(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join('；')
  if (typeof value === 'object' && value !== null) return Object.values(value).map(plain).filter(Boolean).join('，')
  return ''
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
/** 2026-03-10 10:00:05, Shanghai. */
export const stamp = (at: string): string => SHANGHAI.format(new Date(at))
