import type { EntryView } from '@zhixin/shared/contract'
import {
  dayOf, type FormDefinition, type FormField, type FormProblem, FormSubmittedSchema, ReceivingAccountChangedSchema, ReceivingAccountSetSchema,
  TaskAskedSchema, TaskDoneSchema,
} from '@zhixin/shared/rules'
import { dateWords } from './format'

/** What is wrong with a field, in words that say how to put it right. */
const WHY: Record<FormProblem['why'], string> = {
  missing: '这里还没有填',
  wrong: '填得不对', too_long: '太长了，请写短一些', sensitive: '这里不要写银行账号或身份证号', 
  unknown: '这份表已更新，请重新打开', too_many: '太多了，其余的请写在“其他”里',
}
const HOW: Partial<Record<FormField['type'], string>> = { money: '请只填数字，如 1200 或 1200.50', date: '请选日期', account: '请填银行账号，只有数字', choice: '请选一项' }

/** The sentence under a field. */
export function problemWords({ path, why }: FormProblem, form: Pick<FormDefinition, 'fields' | 'groups'>): string {
  const [first, , last] = path.split('.')
  const group = form.groups.find(({ id }) => id === first)
  if (group && why === 'missing' && last === undefined) return '请填写；没有的，请点“没有”'
  const field = (group ? group.fields : form.fields).find(({ id }) => id === (last ?? first))
  return (why === 'wrong' && field && HOW[field.type]) || WHY[why]
}

/** A field's value as people read it; null where nothing was said. */
export function valueWords({ type, choices }: Pick<FormField, 'type' | 'choices'>, value: string | undefined): string | null {
  if (value === undefined || value === '') return null
  switch (type) {
    case 'money': {
      const [whole = '', cents] = value.split('.')
      return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents ? `.${cents}` : ''} 元`
    }
    case 'date': return dateWords(value)
    case 'choice': return choices?.find((one) => one.value === value)?.label ?? value
    case 'account': return value.replace(/(\d{4})(?=\d)/g, '$1 ')
    default: return value
  }
}

/** 今天到期, 还剩 3 天, 已过期 2 天. The day is the court's. */
export function daysLeftWords(daysLeft: number): string {
  if (daysLeft < 0) return `已过期 ${-daysLeft} 天`
  return daysLeft === 0 ? '今天到期' : `还剩 ${daysLeft} 天`
}

export interface FormEntryWords {
  title: string
  text: string
  /** Whether it can be opened and read. */
  opens?: 'form'
}

/** What an entry about tasks, forms, payment and receiving accounts says; undefined for any other, or for one withheld. */
export function formWords({ type, body, actorName, at }: EntryView): FormEntryWords | undefined {
  switch (type) {
    case 'task.asked': {
      const { data } = TaskAskedSchema.safeParse(body)
      if (!data) return undefined
      const due = data.dueOn ? `请在${dateWords(data.dueOn)}前办好。` : ''
      const basis = data.basis ? `依据：${data.basis}。` : ''
      const reason = data.offHoursReason ? `非工作时间发送理由：${data.offHoursReason}` : ''
      return { title: `要办的事：${data.label}`, text: `${data.what}${/[。！？]$/.test(data.what) ? '' : '。'}${due}${basis}${reason}` }
    }
    case 'task.done': {
      const { data } = TaskDoneSchema.safeParse(body)
      return data && { title: '已办好', text: `${actorName}确认这件事已办好：${data.how}` }
    }
    case 'form.submitted': {
      const { data } = FormSubmittedSchema.safeParse(body)
      const readers = data?.handled?.by === 'window' ? '提交人、办案人员和立案窗口' : '提交人和办案人员'
      return data && { title: data.title, text: `${actorName}于${dateWords(dayOf(at))}提交。只有${readers}能看内容。`, opens: 'form' }
    }
    case 'payment.changed':
      return { title: '收款信息', text: '法院的收款信息有更新。请在案件页的“怎么付款”里看，并与纸质通知核对。' }
    case 'receiving_account.set': {
      const { data } = ReceivingAccountSetSchema.safeParse(body)
      return data && { title: '收款账户', text: `${actorName}登记了收款账户：${data.bank}，尾号 ${data.last4}。户名与当事人一致，已用短信核对本人。以后以这个账户为准。` }
    }
    case 'receiving_account.changed': {
      const { data } = ReceivingAccountChangedSchema.safeParse(body)
      return data && { title: '收款账户有变动', text: `${data.byName}为您登记了收款账户：${data.bank}，尾号 ${data.last4}。不是您同意的，请马上告诉承办人或拨打12368。` }
    }
    default:
      return undefined
  }
}
