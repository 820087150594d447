import type { EntryBehind } from '@zhixin/shared/contract'
import { type ChainKind, parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Catalogue, UrgedSchema } from '@zhixin/shared/rules'

const RECORDS: Partial<Record<ChainKind, string>> = {
  case: '案件', thread: '沟通', watch: '督促', push: '通知', staff: '工作人员', petition: '信访', feedback: '反映', inquiry: '咨询',
}

/** By type alone: what was written stays where it stands, whoever supervises. */
const SENTENCES: Record<string, string> = {
  'case.registered': '案件登记', 'case.handed_over': '更换承办人', 'case.closed': '结案',
  'period.extended': '期限延长', 'clock.warned': '到提醒时间，提醒了承办人', 'clock.overdue': '超期，记录在案',
  'message.sent': '发来一条消息', 'message.remarked': '更正了消息类别', 'form.submitted': '交来一份表', 'contact.recorded': '记录了一次电话或来访',
  'absence.set': '登记外出', 'staff.left': '离开岗位',
  'push.attempted': '发出一次通知', 'push.answered': '通道有了回应', 'push.reported': '通道报告了结果', 'push.listed': '列入电话回访', 'push.called': '打了一次电话',
  'push.unreachable': '各种方式都试过，联系不上', 'push.requeued': '又发了一次', 'push.ended': '不再发送', 'push.dead': '没有发出去',
  'complaint.received': '收到', 'complaint.supplemented': '补充了材料', 'complaint.explained': '作了说明', 'complaint.handed_over': '转交', 'complaint.linked': '与另一件关联',
  'filing.sent': '送交电子卷宗', 'filing.acknowledged': '电子卷宗已收', 'filing.failed': '归卷没有成功',
}

export interface EntryNames {
  staff: ReadonlyMap<string, string>
  catalogue: Catalogue
  /** Of a complaint's step. */
  stepLabel(chain: string, step: string): string
}

/** An entry behind a number: where it stands, when, and what it is. Never what it says. */
export function entryBehind({ chain, type, index, at, body, actor }: SequencedEntry, { staff, catalogue, stepLabel }: EntryNames): EntryBehind {
  const kind = parseChain(chain)!.kind
  return { record: RECORDS[kind] ?? '记录', kind, index, at, sentence: sentenceOf() }

  function sentenceOf(): string {
    const name = (id: string): string => staff.get(id) ?? '工作人员'
    if (type === 'case.urged' || type === 'watch.urged') return `${name(actor.id)}催办：${UrgedSchema.parse(body).staffIds.map(name).join('、')}`
    if (type === 'node.recorded') {
      const what = String(body.what)
      return `记录“${catalogue.nodes.get(what)?.label ?? catalogue.events.get(what)?.label ?? '办理情况'}”`
    }
    if (type === 'clock.overdue' && String(body.step).startsWith('to-')) return '仍未办，逐级报告'
    if (type === 'complaint.stepped') return stepLabel(chain, String(body.step))
    const says = SENTENCES[type] ?? '一条记录'
    if (kind !== 'thread') return says
    return actor.kind === 'person' ? `当事人一侧${says}` : `法院一侧：${says}`
  }
}
