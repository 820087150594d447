import { unexplainedOf } from '@zhixin/shared/rules'
import type { HeadView, Log, Tail } from '../../log'
import type { Cases } from '../../cases'
import type { Clock } from '../../platform/clock'
import type { Route } from '../../platform/http/route'
import { type BypassedParts, createBypassed, toldOfBypass } from './bypassed'
import { createTerminationCommands, type TerminationAct } from './commands'
import { createGather, type GatherParts } from './gather'
import type { Names } from './present'
import { createTerminationRoutes } from './routes'


export interface TerminationParts extends GatherParts, Pick<BypassedParts, 'leaders'> {
  cases: Cases
  names: Names
  court: { name: string }
  clock: Clock
}

/** Sockets that are open. */
export interface TerminationBroadcast {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

export interface Termination {
  routes: Route[]
  tail: Tail
  act: TerminationAct
  broadcastTo(live: TerminationBroadcast): void
}

/**
 * What progress asks before it takes a termination in: the checks that are red and have no reason, on the heads that it decides on. It stands by itself,
 * since the rest of this room is made of what progress gives.
 */
export function createSubmissionCheck(parts: GatherParts): (state: HeadView['state'], caseId: string, now: string) => Promise<number[]> {
  const gather = createGather(parts)
  return async (state, caseId, now) => unexplainedOf((await gather(state, caseId, now)).sheet)
}

/** 终本证据清单 (rules G): what the file shows of the thirteen checks, what people of the court say of it, its filing, and its PDF. */
export function createTermination(parts: TerminationParts): Termination {
  const { log, config, leaders } = parts
  const gather = createGather(parts)
  const act = createTerminationCommands(log, gather)
  return {
    act,
    routes: createTerminationRoutes({ ...parts, gather, act }),
    tail: log.tailWith({ name: 'termination-bypassed', handle: createBypassed({ log, config, leaders }) }),
    broadcastTo(live) {
      (log satisfies Log).onAppended((entries) => {
        for (const entry of entries) for (const id of toldOfBypass(entry)) live.sendTo(`staff:${id}`, { type: 'work_list_changed' })
      })
    },
  }
}
