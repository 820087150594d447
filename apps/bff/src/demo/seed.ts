import { createHash } from 'node:crypto'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { addDays, type Calendar, dayOf, instantOf, type Participant, voicesWaiting } from '@zhixin/shared/rules'
import { closeCase, registerCase } from '../cases'
import type { Clock } from '../platform/clock'
import { askSeal, keyOf, summariseVoice } from '../messaging'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import type { DemoIdentity } from '../identity'
import type { Rooms } from '../rooms'
import type { CourtConfig } from '../court-config'
import { applicationMoments } from './applications'
import { seedBindingHelp } from './binding-help'
import type { PastCarriers } from './carriers'
import { cases, type DemoCase, type DemoLine, manyCases } from './cases'
import { complaintMoments } from './complaints'
import { momentOf, workdayBefore } from './days'
import { createDemoNotices } from './notices'
import { DEMO_PASSWORD, litigants, staff } from './people'
import { respondentAskedAt, seedRespondent } from './respondent'
import { disciplineMoments } from './discipline'
import { progressMoments } from './progress'
import { serviceMoments } from './service'
import { terminationMoments } from './termination'
import { urgentMoments } from './urgent'
import { aSound } from './sound'
import { beginClerk, seedStanding, standingCases, units } from './standing'

/** A clock that is set by hand: what is seeded happened on earlier days. */
export interface HandClock extends Clock {
  set(instant: string): void
}

export function handClock(start: string): HandClock {
  let now = start
  return { now: () => new Date(now), set: (instant) => void (now = instant) }
}

/** Fills an empty store with a fictional court. `now` is the moment of the first start; everything else is counted back from it. */
export async function seedDemo(
  rooms: Rooms, clock: HandClock, { calendar, forms, notices: { wechat_templates: templates } }: Pick<CourtConfig, 'calendar' | 'forms' | 'notices'>, now: string,
  carriers: PastCarriers,
): Promise<void> {
  const today = dayOf(now)
  clock.set(instantOf(addDays(today, -400), 9 * 60))
  const personIds = await importPeople(rooms)
  const staffIds = await importStaff(rooms, { password: DEMO_PASSWORD })
  for (const { id, helpNeeds } of litigants) if (helpNeeds) await rooms.identity.helpNeeds.tell(personIds.get(id)!, 'seed', helpNeeds)
  const all = [...cases, ...standingCases, ...manyCases]
  const register = async (demo: DemoCase): Promise<void> => {
    await registerCase(rooms.log, {
      caseId: demo.id, caseNumber: demo.number, cause: demo.cause, filedOn: addDays(today, -demo.filedDaysAgo),
      department: staff.find(({ id }) => id === demo.officer)!.department,
      participants: participantsOf(demo, personIds),
      ...(demo.matter && { matterId: demo.matter }),
      // Taken over as old ones: their filing is no news to anybody.
      ...(!demo.closed && { announced: true as const }),
      officerIds: [staffIds.get(demo.officer)!],
      judgeId: staffIds.get(demo.judge)!,
    })
    await beginClerk(rooms, demo, personIds)
  }
  const filed = all.map((demo) => ({ at: instantOf(addDays(today, -demo.filedDaysAgo), 9 * 60), act: () => register(demo) }))
  const said = all.flatMap((demo) => (demo.talk ?? []).map((line) => ({ ...line, act: () => speak(rooms, demo, line, personIds, staffIds) })))
  const served = serviceMoments(rooms, clock, personIds, staffIds)
  const ended = terminationMoments(rooms, clock, personIds, staffIds)
  const complained = [...complaintMoments({ rooms, today, calendar, personIds, staffIds }), ...disciplineMoments({ rooms, staffIds })]
  const applied = applicationMoments(rooms, forms, personIds, staffIds)
  const spoken = [...said, ...urgentMoments(rooms, personIds, staffIds), ...served, ...ended, ...applied, ...complained]
    .map((moment) => ({ act: moment.act, at: placeOf(moment, today, calendar) }))
  const asked = { at: respondentAskedAt(today), act: () => seedRespondent(rooms, clock, forms, now, personIds.get('respondent')!) }
  const notices = createDemoNotices(rooms, clock, carriers)
  const on = (workdaysAgo: number, at: string, act: () => Promise<unknown>) => ({ at: placeOf({ workdaysAgo, at }, today, calendar), act })
  const applicant = personIds.get('applicant')!
  const reached = [
    on(6, '08:30', () => notices.allow(personIds, templates)),
    on(1, '17:00', () => notices.allow(personIds, templates)),
    on(5, '15:12', () => notices.read({ caseId: 'c_demo0001', personId: applicant })),
    on(4, '17:00', () => notices.nobodyFound(personIds.get('respondent3')!, staffIds.get('hotline')!)),
  ]
  const closings = all.flatMap(({ id, closed }) => (closed
    ? [on(closed.workdaysAgo, '16:00', () => closeCase(rooms.log, id, { way: closed.way, closedOn: dayOf(clock.now().toISOString()) }))]
    : []))
  // All in the order of time: what follows from an entry is written by the clock of its day, and no chain goes back.
  const moments = [...filed, ...spoken, ...progressMoments(rooms, all, { today, calendar, staffIds }), asked, ...reached, ...closings]
  for (const { at, act } of moments.sort((a, b) => a.at.localeCompare(b.at))) {
    // What a day has brought goes out before the next one: sooner is slower, and shows nothing more.
    if (dayOf(at) > dayOf(clock.now().toISOString())) await notices.goOut(at)
    clock.set(at)
    await act()
  }
  // On the afternoon of the last line, which is the day before.
  await notices.goOut(placeOf({ workdaysAgo: 1, at: '16:30' }, today, calendar))
  clock.set(placeOf({ workdaysAgo: 1, at: '16:30' }, today, calendar))
  await seedStanding(rooms, (await rooms.identity.staffActor(staffIds.get('officer2')!, 'seed'))!, personIds)
  await seedBindingHelp(rooms)
  await seedAbsence(rooms, clock, today, staffIds)
  await notices.goOut(now)
  await notices.settled()
}

/** One officer is on leave, and a colleague answers for them. */
async function seedAbsence({ identity }: Rooms, clock: HandClock, today: string, staffIds: Map<string, string>): Promise<void> {
  const [id, deputyId] = [staffIds.get('officer4')!, staffIds.get('officer3')!]
  const absence = { from: clock.now().toISOString(), until: instantOf(addDays(today, 7), 0), reason: '年休假', deputyId }
  await identity.records.append(id, { actor: { kind: 'staff', id, role: 'officer' }, key: `staff:${id}/seed-absence` }, { type: 'SetAbsence', absence })
}

/** Who one can be, as the store knows them. */
export async function demoPeople(rooms: Rooms): Promise<DemoIdentity[]> {
  // Passwords are left as they are: a new one would sign everybody out.
  const [personIds, staffIds] = await Promise.all([importPeople(rooms), importStaff(rooms, {})])
  return [
    ...litigants.map(({ id, name, what }) => ({ id, name, what, audience: 'litigant' as const, personId: personIds.get(id)! })),
    ...staff.map(({ id, name, what }) => ({ id, name, what, audience: 'staff' as const, staffId: staffIds.get(id)! })),
  ]
}

async function importPeople(rooms: Rooms): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { id, name, identityNumber, phone } of litigants) {
    const at = '2026-01-01T00:00:00.000Z'
    ids.set(id, await rooms.identity.people.import({ name, identityNumber, phones: phone === undefined ? [] : [{ number: phone, source: 'self', at }] }))
  }
  for (const { id, name, code } of units) ids.set(id, await rooms.identity.people.import({ name, identityNumber: code, phones: [] }))
  return ids
}

async function importStaff(rooms: Rooms, secret: { password?: string }): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { id, number, name, roles, department, phone, officePhone } of staff) {
    ids.set(id, await rooms.identity.staff.save({ number, name, ...secret, roles, department, phone, officePhone }))
  }
  return ids
}

function participantsOf({ applicant, respondent, agent }: DemoCase, ids: Map<string, string>): Participant[] {
  const principal = (id: string, side: Participant['side']): Participant => ({
    personId: ids.get(id)!, side, role: 'principal', ...(units.some((unit) => unit.id === id) && { form: 'unit' as const }),
  })
  return [
    principal(applicant, 'applicant'),
    principal(respondent, 'respondent'),
    ...(agent
      ? [{ personId: ids.get(agent.id)!, side: 'applicant' as const, role: 'agent' as const, authority: agent.authority, principalId: ids.get(applicant)! }]
      : []),
  ]
}

/** The instant of a line: that many working days before today, at its time of day. */
const placeOf = ({ workdaysAgo, at }: Pick<DemoLine, 'workdaysAgo' | 'at'>, today: string, calendar: Calendar): string =>
  momentOf(workdayBefore(calendar, today, workdaysAgo), at)

async function speak(rooms: Rooms, demo: DemoCase, line: DemoLine, personIds: Map<string, string>, staffIds: Map<string, string>): Promise<void> {
  const personId = personIds.get(line.thread)!
  const actor: Actor | undefined =
    line.from === 'party'
      ? { kind: 'person', accountId: 'seed', personId, sessionId: 'seed' }
      : await rooms.identity.staffActor(staffIds.get(line.from === 'judge' ? demo.judge : demo.officer)!, 'seed')
  const thread = { caseId: demo.id, personId }
  const clientMessageId = idOf('line', demo.id, line)
  // Done by a start that was cut off: a voice would be another upload now.
  if (await rooms.log.find(keyOf(actor!, clientMessageId))) return
  if (line.heard !== undefined) await putIntoWords(rooms, actor!, thread, line.heard)
  const attachments = line.voiceSeconds === undefined ? [] : [await voiceOf(rooms, actor!, thread, line.voiceSeconds)]
  const { index } = await rooms.messaging.threads.send(actor!, thread, { clientMessageId, text: line.text, mark: line.mark ?? 'ordinary', attachments })
  if (line.sealAsked === undefined) return
  const command = { type: 'AskSeal' as const, of: index, reason: line.sealAsked }
  await rooms.messaging.act({ actor: actor!, thread, policy: askSeal, commandId: idOf('seal', demo.id, line), command, isSame: () => true })
}

const idOf = (...of: unknown[]): string => `m_${createHash('sm3').update(JSON.stringify(of)).digest('hex').slice(0, 24)}`

async function voiceOf(rooms: Rooms, actor: Actor, thread: ThreadKey, seconds: number) {
  const { id, name } = await rooms.attachments.store(threadChain(thread), actorKeyOf(actor)!, { name: '语音.mp3', bytes: aSound(seconds), kind: 'voice' })
  return { id, name, kind: 'voice' as const, durationMs: seconds * 1_000 }
}

async function putIntoWords(rooms: Rooms, actor: Actor, thread: ThreadKey, summary: string): Promise<void> {
  for (const { of, attachmentId } of voicesWaiting(await rooms.messaging.stateOf(thread))) {
    const command = { type: 'SummariseVoice' as const, of, attachmentId, summary }
    await rooms.messaging.act({ actor, thread, policy: summariseVoice, commandId: idOf('voice', attachmentId), command, isSame: () => true })
  }
}
