import { closeCase, registerCase } from '../../cases'
import { createRateLimits, type LimitsConfig } from '../../platform/rate-limit'
import { openTestCourt, TEAM, type TestCourt, type TestCourtOptions } from '../court'
import { createOthers, STIRS } from './bustle'
import { DEEDS } from './deeds'
import { takesAll } from './filing'
import { CASES, createClient, createSession, type Litigant, LITIGANTS, type Session } from './session'

/** One thing the observed person does, or that the court does to them. */
export interface Step {
  deed: string
  a: number
  b: number
}

/** One thing that somebody else does: before a step of the observed person's, or while it is under way. */
export interface Noise {
  stir: string
  n: number
  at: number
  during: boolean
}

const HOUR = 3_600
/** Low enough that a person can meet every one of them, and the others can as well. */
export const LIMITS: LimitsConfig = {
  sign_in: { per_address: { times: 25, seconds: HOUR } },
  sms: { per_address: { times: 10, seconds: HOUR } },
  read: { per_address: { times: 400, seconds: HOUR }, per_actor: { times: 40, seconds: HOUR } },
  write: { per_address: { times: 400, seconds: HOUR }, per_actor: { times: 40, seconds: HOUR } },
  urgent: { per_address: { times: 400, seconds: HOUR }, per_actor: { times: 40, seconds: HOUR } },
  upload: { per_address: { times: 400, seconds: HOUR }, per_actor: { times: 10, seconds: HOUR } },
  complain: { per_address: { times: 400, seconds: HOUR }, per_actor: { times: 10, seconds: HOUR } },
  complain_upload: { per_address: { times: 400, seconds: HOUR } },
  live_connect: { per_address: { times: 20, seconds: HOUR } },
  live_frame: { per_address: { times: 800, seconds: HOUR }, per_actor: { times: 40, seconds: HOUR } },
  integration: { per_address: { times: 400, seconds: HOUR } },
  callback: { per_address: { times: 400, seconds: HOUR } },
}

async function registerCases(court: TestCourt, observed: Litigant): Promise<void> {
  const participants = LITIGANTS.filter((who) => who !== 'outsider').map((who) => ({
    personId: court.id(who),
    side: who === 'opponent' ? ('respondent' as const) : ('applicant' as const),
    ...(who === 'agent' ? { role: 'agent' as const, authority: 'general' as const, principalId: court.id('owner') } : { role: 'principal' as const }),
  }))
  const shared = { cause: '买卖合同纠纷', filedOn: '2026-01-05', department: TEAM, officerIds: [court.id('officer')], judgeId: court.id('judge') }
  for (const [n, caseId] of Object.values(CASES).entries()) {
    const among = caseId === CASES.others ? participants.filter(({ personId }) => personId !== court.id(observed)) : participants
    await registerCase(court.rooms.log, { ...shared, caseId, caseNumber: `（2026）虚01执1${n}号`, participants: among })
  }
  await closeCase(court.rooms.log, CASES.closed, { way: '执行完毕', closedOn: '2026-02-01' })
  await court.settled()
}

/** Plays one person's session on a fresh court, with whatever others do meanwhile. */
export async function play(observed: Litigant, steps: readonly Step[], noise: readonly Noise[], options: TestCourtOptions = {}): Promise<Session> {
  const court = await openTestCourt({ trustProxy: 1, marksEveryMs: 0, limits: createRateLimits(LIMITS), courtFile: takesAll, ...options })
  await registerCases(court, observed)
  const me = createSession(court, observed)
  const others = createOthers(court, observed)
  const staff = { officer: createClient(court, 'officer', 1), judge: createClient(court, 'judge', 1), leader: createClient(court, 'leader', 1), window: createClient(court, 'window', 1) }
  try {
    for (const [at, { deed, a, b }] of steps.entries()) {
      const now = noise.filter((one) => one.at % steps.length === at)
      const stir = ({ stir: name, n }: Noise) => STIRS[name]!(others, me, n)
      for (const one of now) if (!one.during) await stir(one)
      me.note(`— ${deed} ${a} ${b}`)
      const { ways, run } = DEEDS[deed]!
      await Promise.all([run(me, a % ways[0], b % ways[1], staff), ...now.filter(({ during }) => during).map(stir)])
      await me.calm()
    }
    return me
  } finally {
    Object.values(staff).forEach((one) => one.close())
    others.close()
    me.close()
    await court.close()
  }
}
