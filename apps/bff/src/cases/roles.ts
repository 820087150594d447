import type { CaseRelation, LitigantSide, Relation, Standing } from '@zhixin/shared/rules'

const SIDE = { applicant: '申请执行人', respondent: '被执行人' } as const
const AUTHORITY = { general: '一般授权', special: '特别授权' } as const

const FOR: Partial<Record<Standing, string>> = { unit_handler: '经办人', guardian: '法定代理人', administrator: '破产管理人' }

export const sideTitle = (side: LitigantSide): string => SIDE[side]

/** What somebody is called by one of their relations: 申请执行人, 被执行人的经办人, 申请执行人的委托代理人（特别授权）… */
export function participantTitle({ side, standing, authority }: Pick<CaseRelation, 'side' | 'standing' | 'authority'>): string {
  if (standing === 'self') return SIDE[side]
  if (standing === 'successor') return `${SIDE[side]}（变更）`
  if (standing === 'agent') return `${SIDE[side]}的委托代理人${authority ? `（${AUTHORITY[authority]}）` : ''}`
  return `${SIDE[side]}的${FOR[standing]!}`
}

/** All that somebody is to a case, in words. */
export const titlesOf = (relations: CaseRelation[]): string => [...new Set(relations.map(participantTitle))].join('、')

/** What a member of staff is to a case, in words. */
export function staffTitle(relation: Relation): string {
  switch (relation) {
    case 'judge': return '员额法官'
    case 'officer': return '承办人'
    case 'deputy_judge': return '员额法官（代）'
    case 'deputy': return '承办人（代）'
    case 'team_leader': return '团队负责人'
    case 'director': return '执行局长'
    default: return ''
  }
}
