import { createHash } from 'node:crypto'
import { threadChain } from '@zhixin/shared/ids'
import { dayOf } from '@zhixin/shared/rules'
import { GAP, openPage } from '../documents'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import type { Clock } from '../platform/clock'
import type { Rooms } from '../rooms'
import type { Moment } from './urgent'

const CASE = 'c_demo1002'
const NUMBER = '（2026）虚01执303号'

interface Paper {
  document: string
  title: string
  number: string
  says: string
}
const RULING: Paper = {
  document: 'enforcement_ruling', title: '执行裁定书', number: `${NUMBER}之一`, says: '冻结被执行人周样例在虚构银行的存款，冻结期限一年。本文书为演示而编，人物、账户均为虚构。',
}
const ORDER: Paper = {
  document: 'consumption_order', title: '限制消费令', number: `${NUMBER}之二`, says: '限制被执行人周样例高消费及非生活必需的消费。本文书为演示而编，人物均为虚构。',
}

/**
 * Electronic service in one case: its applicant agreed on the phone, got a ruling, opened and confirmed it; its respondent signed a paper, and has
 * not opened what was served. All invented.
 */
export function serviceMoments(rooms: Rooms, clock: Clock, personIds: Map<string, string>, staffIds: Map<string, string>): Moment[] {
  const { acts } = rooms.electronicService
  const [applicant, respondent] = ['applicant2', 'respondent2'].map((id) => ({ id, thread: { caseId: CASE, personId: personIds.get(id)! } })) as [Party, Party]
  const asParty = ({ thread: { personId } }: Party): Actor => ({ kind: 'person', accountId: 'seed', personId, sessionId: 'seed' })
  const asOfficer = async (): Promise<Actor> => (await rooms.identity.staffActor(staffIds.get('officer')!, 'seed'))!
  const commandId = (what: string): string => `m_${createHash('sm3').update(`service ${what}`).digest('hex').slice(0, 24)}`
  const today = (): string => dayOf(clock.now().toISOString())

  async function serve({ thread }: Party, { document, title, number, says }: Paper): Promise<void> {
    // Done by a start that was cut off: its bytes would be another upload now.
    if ((await rooms.messaging.stateOf(thread)).parts.service.services.some((one) => one.document === document)) return
    const officer = await asOfficer()
    const bytes = await paperOf(title, number, says, clock.now())
    const { id, name } = await rooms.attachments.store(threadChain(thread), actorKeyOf(officer)!, { name: `${title}.pdf`, bytes, kind: 'file' })
    await acts.serve(officer, thread, { commandId: commandId(document), document, number, partyId: thread.personId, attachment: { id, name, kind: 'file' } })
  }
  const read = async (party: Party): Promise<number> => (await rooms.messaging.stateOf(party.thread)).parts.service.services[0]!.index

  return [
    {
      workdaysAgo: 9, at: '10:32',
      async act() {
        await rooms.identity.bindDemo(applicant.id, applicant.thread.personId)
        await acts.consent(asParty(applicant), applicant.thread, commandId('consent'))
      },
    },
    {
      workdaysAgo: 8, at: '09:50',
      async act() {
        await rooms.identity.bindDemo(respondent.id, respondent.thread.personId)
        await acts.recordPaper(await asOfficer(), respondent.thread, commandId('paper'), { given: true, paper: { number: '送达地址确认书（2026）演示12号', signedOn: today() } })
      },
    },
    { workdaysAgo: 7, at: '10:15', act: () => serve(applicant, RULING) },
    { workdaysAgo: 7, at: '15:41', act: async () => acts.open(asParty(applicant), applicant.thread, await read(applicant)) },
    { workdaysAgo: 7, at: '15:44', act: async () => acts.confirm(asParty(applicant), applicant.thread, commandId('confirmed'), await read(applicant)) },
    { workdaysAgo: 5, at: '14:35', act: () => serve(respondent, ORDER) },
  ]
}

interface Party {
  id: string
  thread: { caseId: string; personId: string }
}

function paperOf(title: string, number: string, says: string, at: Date): Promise<Buffer> {
  const page = openPage({ title, author: '虚构市示范区人民法院', at })
  page.text('虚构市示范区人民法院', { font: 'strong', size: 18, align: 'center', before: 30 })
  page.text(title, { font: 'strong', size: 24, align: 'center', before: 10 })
  page.text(number, { align: 'right', before: 16 })
  page.text(`${GAP}${GAP}${says}`, { before: 24 })
  return page.end()
}
