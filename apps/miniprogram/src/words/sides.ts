import type { CaseDetail } from '@zhixin/shared/contract'

/** Words for a respondent are not words for an applicant. All that depends on the side stands here. */
interface SideWords {
  /** Over the forms that can be handed in. */
  forms: string
}

export const SIDE_WORDS: Record<NonNullable<CaseDetail['mySide']>, SideWords> = {
  applicant: { forms: '可以提交的材料' },
  respondent: { forms: '要交的表、可以申请的事' },
}

/** What the court asks of whoever reads. */
export const TASK_WORDS = {
  title: '您现在要做的事',
  nothing: '现在没有要您办的事',
  nothingHint: '法院要您办什么、哪天以前办，会写在这里。',
} as const

export const STANDS_WORDS = {
  title: '案子办到哪一步了',
  nothing: '还没有新的进展',
  nothingHint: '有了进展会显示在这里，也会在“消息”里告诉您。',
} as const

export const PAY_WORDS = {
  title: '怎么付款',
  none: '还没有收款信息，请问承办人',
  noneHint: '没有看到账号以前，不要付到别人给的任何账户。',
} as const
