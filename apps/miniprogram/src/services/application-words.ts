import type { ApplicationView, CorrectionView, EntryView } from '@zhixin/shared/contract'
import {
  ApplicationDocketedSchema, ApplicationRefusedSchema, ApplicationReturnedSchema, ApplicationSuppliedSchema, ClueAnsweredSchema, CorrectionAskedSchema, dayOf,
} from '@zhixin/shared/rules'
import { dateWords } from './format'

type Result = Extract<ApplicationView['end'], { how: 'answered' }>['result']

/** What came of a clue, as its sender reads it. */
export const CLUE_WORDS: Record<Result, { title: string; note: string }> = {
  controlled: { title: '已核实，已采取措施', note: '查到了，已经查封、扣押或者冻结' },
  checked: { title: '已核实，暂不采取措施', note: '有这个财产，但现在不能或不需要采取措施，请写明为什么' },
  not_found: { title: '已核实，没有发现', note: '去查了，没有找到说的财产' },
  cannot: { title: '无法核实', note: '线索不够具体等，请写明还缺什么' },
}

/** The last day of what ends at an instant, which is 24:00 of that day. */
export const lastDayOf = (dueAt: string): string => dayOf(new Date(Date.parse(dueAt) - 1).toISOString())

/** 法院最晚3月6日答复, 已超过…. */
export function clockLine({ clock, by }: Pick<ApplicationView, 'clock' | 'by'>): string {
  if (!clock) return ''
  const day = dateWords(lastDayOf(clock.dueAt))
  const who = by === 'window' ? '立案窗口' : '承办人'
  const unsure = clock.calendarKnown ? '' : '（节假日安排未公布，日期可能变动）'
  return clock.late ? `${who}应当在${day}前答复，已经超过` : `${who}最晚${day}答复${unsure}`
}

/** Until when somebody has to bring what is missing, or that they have. */
export function correctionLine({ dueDay, late, supplied }: Pick<CorrectionView, 'dueDay' | 'late' | 'supplied'>): string {
  if (supplied) return `已经补交${late ? '（超过了要求的日子）' : ''}`
  return late ? `应当在${dateWords(dueDay)}前补交，已经超过。没有退回以前，仍然可以补交` : `请在${dateWords(dueDay)}前补交（当天也可以）`
}

const BASIS = { law: '法律规定', court_document: '法院文件', proposal: '本院服务目标，不是法律规定', memory: '法律规定（条文待法院核对）' } as const
/** The rule behind the day. */
export const ruleLine = ({ rule: { basis, source } }: { rule: NonNullable<CorrectionView['rule']> }): string => `${BASIS[basis]}：${source}`

export interface EndWords {
  title: string
  text: string
  tone: 'done' | 'late' | 'ink'
}

export function endWords(end: NonNullable<ApplicationView['end']>): EndWords {
  switch (end.how) {
    case 'answered':
      return { title: CLUE_WORDS[end.result].title, text: end.words, tone: 'done' }
    case 'docketed':
      return { title: '已立案', text: `案号：${end.caseNumber}，${dateWords(end.docketedOn)}立案。`, tone: 'done' }
    case 'refused':
      return { title: '没有立案', text: `理由：${end.reason}`, tone: 'late' }
    case 'returned':
      return { title: '已退回', text: `理由：${end.reason} 补齐以后，可以重新提交申请。`, tone: 'late' }
    case 'sealed':
      return { title: '已答复', text: '答复的内容已封存。', tone: 'ink' }
  }
}

/** What an entry about a clue or an application says; undefined for any other, or for one withheld. */
export function applicationEntryWords({ type, body, actorName }: EntryView): { title: string; text: string; lines?: string[] } | undefined {
  switch (type) {
    case 'clue.answered': {
      const { data } = ClueAnsweredSchema.safeParse(body)
      return data && { title: `线索核实结果：${CLUE_WORDS[data.result].title}`, text: `${actorName}：${data.words}` }
    }
    case 'application.docketed': {
      const { data } = ApplicationDocketedSchema.safeParse(body)
      return data && { title: '您的申请已立案', text: `案号：${data.caseNumber}，${dateWords(data.docketedOn)}立案。以后按这个案号查询。` }
    }
    case 'application.refused': {
      const { data } = ApplicationRefusedSchema.safeParse(body)
      return data && { title: '您的申请没有立案', text: `理由：${data.reason}` }
    }
    case 'application.returned': {
      const { data } = ApplicationReturnedSchema.safeParse(body)
      return data && { title: '您的申请已退回', text: `理由：${data.reason}` }
    }
    case 'application.correction_asked': {
      const { data } = CorrectionAskedSchema.safeParse(body)
      return data && {
        title: '您的申请要补材料',
        text: `请在${dateWords(data.dueDay)}前补交（当天也可以）。在案件页点开这份申请，就能补交。`,
        lines: data.items.map(({ text }, i) => `${i + 1}. ${text}`),
      }
    }
    case 'application.supplied': {
      const { data } = ApplicationSuppliedSchema.safeParse(body)
      const photos = data && data.attachments.length > 0 ? `附照片${data.attachments.length}张，` : ''
      return data && { title: '已补交材料', text: `${photos}由立案窗口看。`, lines: data.parts.map(({ item, words }) => `${item}. ${words}`) }
    }
    default:
      return undefined
  }
}
