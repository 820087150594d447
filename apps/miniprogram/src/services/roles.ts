import type { Handler, Me } from '@zhixin/shared/contract'
import type { Actor } from '@zhixin/shared/log'
import { dayOf, type Side, sideOf } from '@zhixin/shared/rules'

/** As what someone wrote, beside their name. */
const WRITERS: Record<string, string> = { 
  principal: '当事人', representative: '当事人一方', special_agent: '代理人', agent: '代理人', officer: '执行人员', judge: '员额法官', deputy: '承办人（代）',
  deputy_judge: '员额法官（代）', team_leader: '团队负责人', director: '执行局长', notice: '系统通知', duty: '值班人员', taker: '接手人员', rung: '接手人员',
}
export const writerTitle = ({ role }: Pick<Actor, 'role'>): string => WRITERS[role] ?? ''

/** 王明（执行人员）、李红（员额法官） */
export const handlerWords = (handlers: readonly Handler[]): string => handlers.map(({ name, title }) => `${name}（${title}）`).join('、')

/** Of each handler who is away, in one sentence: 王明外出到3月6日，由吴明代为答复（办公电话 …）。 */
export const awayWords = (handlers: readonly Handler[]): string[] =>
  handlers.flatMap(({ name, title, away }) => {
    if (!away) return []
    const [, month = '', day = ''] = dayOf(new Date(Date.parse(away.until) - 1).toISOString()).split('-')
    const who = away.standIn ? `由${away.standIn.name}代为答复，办公电话 ${away.standIn.officePhone}` : '暂时没有人代为答复，着急请打12368'
    return [`${name}${title === '员额法官' ? '法官' : ''}外出到${Number(month)}月${Number(day)}日，${who}`]
  })

/** On which side of a thread somebody stands. */
export const sideOfMe = (me: Me): Side => (me.kind === 'staff' ? 'court' : 'party')
export const isMe = (me: Me, actor: Actor): boolean =>
  (me.kind === 'staff' && actor.kind === 'staff' && actor.id === me.staffId) || (me.kind === 'person' && actor.kind === 'person' && actor.id === me.personId)
export { sideOf }
