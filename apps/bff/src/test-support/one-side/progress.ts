import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Client, type Session } from './session'

const { first, second, closed, others } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_p${String(++written).padStart(20, '0')}`

/** Another one each time: the same step of the same day is not recorded twice. */
const someDay = (): string => `2026-01-${String(7 + (written % 20)).padStart(2, '0')}`

const isRespondent = ({ who }: Session): boolean => who === 'opponent'
const node = (what: string, more: object = {}) => ({ commandId: newId(), what, on: '2026-01-06', lateReason: '补录', ...more })
/** What the observed person's own side is told at once. */
const toldTo = (me: Session): string => (isRespondent(me) ? 'service_by_public_notice' : 'initiate_network_query')

/** What a party reads of a case's progress: told by the court, on their time line, in their inbox. */
export const PROGRESS_DEEDS: Record<string, Deed> = {
  'be told of a step': {
    ways: [2, 1],
    async run(me, a, _b, { officer }) {
      const { status } = await officer.insist('POST', `/cases/${pick(me.mine, a)}/progress/nodes`, node(toldTo(me)))
      return me.note(`recorded: ${status}`)
    },
  },
  'look at the time line': { ways: [5, 1], run: (me, a) => me.ask('GET', `/cases/${pick([first, second, closed, others, 'c_nosuchcase'], a)}/my-progress`) },
  'look into the inbox': {
    ways: [4, 1],
    async run(me, a) {
      const { data } = await me.ask('GET', `/inbox${pick(['', '?unread=1', '?before=x', '?unread=1&before=9999999999999.c_onesidea.1'], a)}`)
      return typeof data.next === 'string' ? me.ask('GET', `/inbox?before=${data.next}`) : data
    },
  },
}

/** What the court records and the observed person is not told: of the other side, held back, or not theirs to know. */
async function recordForOthers(officer: Client['insist'], caseId: string, me: Session, n: number): Promise<void> {
  const record = async (what: string, more: object = {}) =>
    (await officer('POST', `/cases/${caseId}/progress/nodes`, node(what, { on: someDay(), ...more }))).data.recordId as string | undefined
  if (!isRespondent(me)) {
    await record('service_by_public_notice')
    return
  }
  await record('initiate_network_query')
  await record('property_found_online_controllable', { object: `账户${n}`, time: '09:00' })
  const freeze = await record('online_control', { object: `另一账户${n}`, time: '10:00' })
  if (freeze && n % 2 === 0) await officer('POST', `/cases/${caseId}/progress/nodes/${freeze}/withdrawal`, { commandId: newId(), reason: '录错了' })
}

export const PROGRESS_STIRS: Record<string, Stir> = {
  'have steps recorded that the observed person is not told of': async (all, me, n) => {
    const caseId = pick([first, second], n)
    await recordForOthers((...request) => all.ask('officer', ...request), caseId, me, n)
    for (const who of all.litigants.slice(0, 2)) {
      await all.ask(who, 'GET', '/inbox')
      await all.ask(who, 'GET', `/cases/${caseId}/my-progress`)
    }
  },
}
