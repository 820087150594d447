import type { StaffWho } from '@zhixin/shared/rules'
import { FilePlay, staff } from './complaint-play'

/** Everybody who has to do with a petition, each of whom is one thing to it; the last three have nothing to do with it. */
export const CAST = {
  centre: staff('s_centre', ['duty']),
  window: staff('s_window', ['window']),
  clerk: staff('s_clerk', ['hotline_clerk']),
  liaison: staff('s_liaison', ['liaison'], { department: '执行一庭' }),
  handler: staff('s_handler', ['officer'], { department: '执行一庭' }),
  chief: staff('s_chief', ['team_leader'], { department: '执行一庭', leads: true }),
  vp: staff('s_vp', ['vice_president']),
  leader: staff('s_leader', ['vice_president']),
  director: staff('s_director', ['bureau_director']),
  president: staff('s_president', ['president']),
  inspector: staff('s_inspector', ['discipline_inspector']),
  colleague: staff('s_colleague', ['officer'], { department: '执行一庭' }),
  elsewhere: staff('s_elsewhere', ['team_leader'], { department: '执行二庭', leads: true }),
  otherLiaison: staff('s_otherliaison', ['liaison'], { department: '执行二庭' }),
} as const satisfies Record<string, StaffWho>

export const FIVE = { handling_department: '执行一庭', responsible_leader: 's_chief', responsible: 's_handler', requirements: '查清并答复', due_on: '2026-04-30' }
export const REGISTERED = { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' }
const { centre, window, handler, leader, vp } = CAST
export const TASK_FORCE = { petition_leader: leader.id, task_force_liaison: 's_contactman', members: [{ name: '虚构甲', title: '法官助理', contact: '000-0000-0001' }] }

/** As far as a petition went; each begins where the one before ended. On the day on which the play stands. */
export const petition = {
  registered: (play: FilePlay = new FilePlay('petition'), said: Record<string, string> = {}): FilePlay => play.receive().step(window, 'register', { fields: { ...REGISTERED, ...said } }),
  assigned: (play: FilePlay = petition.registered()): FilePlay =>
    (play.file.status === 'none' ? petition.registered(play) : play).step(window, 'explain')
      .step(centre, 'submit_for_approval', { fields: { draft_opinion: '转执行一庭' }, declared: ['not_resolved'], papers: ['approval_form'] })
      .step(vp, 'approve', { fields: FIVE }),
  handling: (play: FilePlay = petition.assigned()): FilePlay =>
    play.step(handler, 'contact', { fields: { contact_result: '已打电话' } })
      .step(handler, 'report_task_force', { fields: TASK_FORCE, papers: ['resolution_plan'] })
      .step(leader, 'interview', { fields: { told_next_steps: '十日内自查' }, papers: ['interview_record'] })
      .step(handler, 'begin_handling'),
  concluded: (play: FilePlay = petition.handling()): FilePlay => play.step(handler, 'conclude', { fields: { result: '已执行到位', outcome: 'settled' }, papers: ['evidence_of_work'] }),
  replied: (play: FilePlay = petition.concluded()): FilePlay => play.paper('reply_record').step(handler, 'reply', { fields: { reply: '已经办好', reply_copied_to: '分管院领导' } }),
  closed: (play: FilePlay = petition.replied()): FilePlay => play.step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }),
}
