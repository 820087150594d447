import { createHash } from 'node:crypto'
import { complaintChain, type ComplaintKey } from '@zhixin/shared/ids'
import { type Calendar, dayOf, type FieldValues } from '@zhixin/shared/rules'
import type { Registering } from '../complaints'
import { officialDocx } from '../documents'
import { actorKeyOf } from '../platform/http/actor'
import type { Rooms } from '../rooms'
import { workdayBefore } from './days'
import type { Moment } from './urgent'

const READ_WITHIN_MS = 10_000
const CASE = 'c_demo0001'
const FIRST_TEAM = '执行实施一团队'

interface Parts {
  rooms: Rooms
  /** The day of the first start. */
  today: string
  calendar: Calendar
  personIds: Map<string, string>
  staffIds: Map<string, string>
}
interface Taken {
  by: string
  step: string
  fields?: FieldValues
  declared?: string[]
  /** A document that comes with it, by its name. */
  paper?: { paper: string; label: string; says: string }
}

/**
 * What people have complained of, petitioned for and asked: a petition that is late and was urged, one of yesterday, feedback that waits and feedback
 * that was answered, a question. All invented. Reports of misconduct are not among them.
 */
export function complaintMoments({ rooms, today, calendar, personIds, staffIds }: Parts): Moment[] {
  const { complaints, identity, attachments, log } = rooms
  const numberOf = (of: unknown): string => `m_${createHash('sm3').update(JSON.stringify(['complaint', of])).digest('hex').slice(0, 24)}`
  const actorOf = async (staff: string) => (await identity.staffActor(staffIds.get(staff)!, 'seed'))!
  const known = new Map<string, ComplaintKey>()

  const come = (workdaysAgo: number, at: string, name: string, { by, ...input }: Omit<Registering, 'commandKey' | 'staff'> & { by?: string }): Moment => ({
    workdaysAgo, at,
    async act() {
      const staff = by === undefined ? undefined : await actorOf(by)
      const commandKey = `${staff ? actorKeyOf(staff)! : 'anyone'}/${numberOf(name)}`
      const { target } = await complaints.register({ ...input, commandKey, ...(staff && { staff: { id: staff.staffId, role: staff.roles[0]! } }) })
      known.set(name, target)
    },
  })
  const take = (workdaysAgo: number, at: string, name: string, { by, step, fields = {}, declared = [], paper }: Taken): Moment => ({
    workdaysAgo, at,
    async act() {
      const [key, actor] = [known.get(name)!, await actorOf(by)]
      const chain = complaintChain(key)
      const brought = []
      if (paper) {
        const body = [{ kind: 'paragraph' as const, text: paper.says }]
        const bytes = await officialDocx({ title: paper.label, body, issuedBy: '虚构区人民法院', date: dayOf(complaints.files.now()) })
        const { id } = await attachments.store(chain, actorKeyOf(actor)!, { name: `${paper.label}.docx`, bytes, kind: 'file' })
        const [attachment] = await attachments.claim(chain, actorKeyOf(actor)!, [id])
        brought.push({ paper: paper.paper, attachment: attachment! })
      }
      await complaints.files.act(actor, key, numberOf([name, step]), { type: 'TakeStep', step, fields, declared, papers: brought }, { step })
    },
  })
  /** What fell due meanwhile is written in its time. */
  const sweep = (workdaysAgo: number): Moment => ({
    workdaysAgo, at: '09:01',
    async act() {
      await complaints.list.tail.reached(await log.courtHead(), READ_WITHIN_MS)
      await complaints.sweep()
    },
  })
  const contact = (name: string, phone: string) => ({ by: 'named' as const, contact: { name, phone } })
  const said = { fields: {}, files: [] }
  const registered = { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' }

  return [
    come(30, '09:40', 'late', {
      by: 'window', channel: 'visit', caseId: CASE,
      said: {
        ...said, stream: 'petition', ...contact('张样例的儿子张小样', '19900000031'), fields: { residence: 'local', arrival: 'first', nature: 'passive' },
        matter: '我父亲的案子立案以后，店里的冷柜一直没有评估拍卖，问了几次都说在办。希望说清楚什么时候评估、什么时候拍卖。',
      },
    }),
    take(30, '09:55', 'late', { by: 'window', step: 'register', fields: registered }),
    take(30, '10:20', 'late', { by: 'window', step: 'explain' }),
    take(29, '15:10', 'late', {
      by: 'duty', step: 'submit_for_approval', declared: ['not_resolved'], fields: { draft_opinion: '已经解释，来访人仍要求书面答复。建议批给执行实施一团队办理。' },
      paper: { paper: 'approval_form', label: '信访审批单', says: '来访反映查封财产未评估。拟转执行实施一团队办理并书面答复。（演示材料，内容虚构）' },
    }),
    take(28, '10:05', 'late', {
      by: 'vice_president', step: 'approve',
      fields: {
        handling_department: FIRST_TEAM, responsible_leader: staffIds.get('leader')!, responsible: staffIds.get('officer2')!,
        requirements: '查明评估为什么没有启动，定出日期，当面答复来访人。', due_on: workdayBefore(calendar, today, 6),
      },
    }),
    take(27, '16:30', 'late', { by: 'officer2', step: 'contact', fields: { contact_result: '已电话联系，来访人要求书面说明评估时间。' } }),
    ...[26, 20, 14, 9, 5, 2].map(sweep),
    come(6, '11:05', 'answered', {
      channel: 'app', personId: personIds.get('applicant')!, caseId: CASE,
      said: { ...said, stream: 'feedback', by: 'person', matter: '上个月说好三天内告诉我查询结果，过了一个星期才打电话。' },
    }),
    take(6, '16:20', 'answered', { by: 'judge', step: 'take_up' }),
    take(5, '10:30', 'answered', {
      by: 'judge', step: 'reply',
      fields: { reply: '经查，查询结果在第三天已经反馈给本院，承办人外出没有及时告诉您，这是我们做得不到位。今后结果一到当天告诉您。', finding: 'slight' },
    }),
    come(1, '15:40', 'waiting', {
      channel: 'app', personId: personIds.get('applicant')!, caseId: CASE, about: [staffIds.get('officer')!],
      said: {
        ...said, stream: 'feedback', by: 'person', matter: '昨天下午打承办人办公电话五次没有人接，请告诉我以后怎么联系。', confidential: '请不要让承办人觉得我是在告他。',
      },
    }),
    come(1, '10:20', 'new', {
      channel: 'app',
      said: {
        ...said, stream: 'petition', ...contact('吴样例', '19900000032'), fields: { residence: 'elsewhere', arrival: 'first' },
        matter: '我在外地，被执行人的房子听说要拍卖了，我是租客，租约还有两年。不知道该找谁说。', caseNumber: '（2026）虚01执2号',
      },
    }),
    come(1, '14:10', 'question', {
      by: 'hotline', channel: 'hotline',
      said: { ...said, stream: 'inquiry', ...contact('郑先生（样例）', '19900000033'), fields: { kind: 'question' }, matter: '来电问：执行款到账以后几天能领，要带什么材料。' },
    }),
  ]
}
