import { createHash } from 'node:crypto'
import { caseChain } from '@zhixin/shared/ids'
import { dayOf } from '@zhixin/shared/rules'
import { openPage } from '../documents'
import { actorKeyOf, type StaffActor } from '../platform/http/actor'
import type { Clock } from '../platform/clock'
import type { Rooms } from '../rooms'
import type { Moment } from './urgent'

const CASE = 'c_demo1010'
const NUMBER = '（2026）虚01执311号'

/**
 * A case on its way to a termination that is not there yet: its notice and the restriction of consumption are shown; its interview leaves one thing
 * untold, its applicant has written since that they do not agree, and how the ruling will be served has been explained. All invented.
 */
export function terminationMoments(rooms: Rooms, clock: Clock, personIds: Map<string, string>, staffIds: Map<string, string>): Moment[] {
  const applicant = personIds.get('applicant2')!
  const thread = { caseId: CASE, personId: applicant }
  const commandId = (what: string): string => `m_${createHash('sm3').update(`termination ${what}`).digest('hex').slice(0, 24)}`
  const as = async (who: 'officer' | 'judge'): Promise<StaffActor> => (await rooms.identity.staffActor(staffIds.get(who)!, 'seed'))!
  const today = (): string => dayOf(clock.now().toISOString())

  async function interview(): Promise<void> {
    // Done by a start that was cut off: its bytes would be another upload now.
    if ((await rooms.progress.state(CASE)).records.some(({ what }) => what === 'termination_interview')) return
    const officer = await as('officer')
    const { id, name } = await rooms.attachments.store(caseChain(CASE), actorKeyOf(officer)!, { name: '终本约谈笔录.pdf', bytes: await record(clock.now()), kind: 'file' })
    await rooms.progress.record(officer, CASE, {
      key: commandId('interview'), what: 'termination_interview', on: today(), evidence: [{ id, name, kind: 'file' }],
      attachments: await rooms.attachments.claim(caseChain(CASE), actorKeyOf(officer)!, [id]),
      fields: { way: '当面', place: '第二谈话室（虚构）', interviewer: '王示范', told_items: '执行情况、财产调查措施、财产状况、终本依据', opinion: '同意' },
    })
  }
  const said = (actor: Parameters<Rooms['messaging']['threads']['send']>[0], text: string, mark: 'ordinary' | 'termination_opinion') =>
    rooms.messaging.threads.send(actor, thread, { clientMessageId: commandId(mark), text, mark, attachments: [] })

  return [
    {
      workdaysAgo: 8, at: '10:40',
      act: async () => rooms.progress.record(await as('officer'), CASE, { key: commandId('restricted'), what: 'restrict_consumption', on: today() }),
    },
    { workdaysAgo: 6, at: '15:20', act: interview },
    {
      workdaysAgo: 4, at: '09:25',
      act: () => said(
        { kind: 'person', accountId: 'seed', personId: applicant, sessionId: 'seed' }, '王法官，我回去想了想，不同意终本。他还有门面在收租，请再查一查。', 'termination_opinion',
      ),
    },
    {
      workdaysAgo: 4, at: '14:10',
      act: async () => said(await as('officer'), '您好，您的意见收到了，已经入卷。是否终本要经合议庭评议并报批，门面的情况我们再核实，有结果告诉您。', 'ordinary'),
    },
    {
      workdaysAgo: 2, at: '16:05',
      act: async () => rooms.termination.act(await as('judge'), CASE, commandId('reason'), {
        type: 'GiveReason', check: 10, text: '裁定作出以后三日内，向申请执行人本人当面送达或者邮寄送达。',
      }),
    },
  ]
}

function record(at: Date): Promise<Buffer> {
  const page = openPage({ title: '终本约谈笔录', author: '虚构市示范区人民法院', at })
  page.text('虚构市示范区人民法院', { font: 'strong', size: 18, align: 'center', before: 30 })
  page.text('终本约谈笔录', { font: 'strong', size: 22, align: 'center', before: 8 })
  page.text(NUMBER, { align: 'right', before: 16 })
  page.text('本笔录为演示而编，人物均为虚构。', { before: 24 })
  return page.end()
}
