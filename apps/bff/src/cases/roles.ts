import type { Participant, Relation } from '@zhixin/shared/rules'

const SIDE = { applicant: '申请执行人', respondent: '被执行人' } as const
const AUTHORITY = { general: '一般授权', special: '特别授权' } as const

/** What a participant is called: 申请执行人, 被执行人的委托代理人（特别授权）… */
export function participantTitle({ side, role, authority }: Participant): string {
  if (role === 'principal') return SIDE[side]
  return `${SIDE[side]}的委托代理人${authority ? `（${AUTHORITY[authority]}）` : ''}`
}

/** What a member of staff is to a case, in words. */
export function staffTitle(relation: Relation): string {
  switch (relation) {
    case 'judge': return '员额法官'
    case 'officer': return '承办人'
    case 'team_leader': return '团队负责人'
    default: return ''
  }
}
