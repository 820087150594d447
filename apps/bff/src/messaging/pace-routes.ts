import { LiftSlowModeSchema, MarkedSchema, SetSlowModeSchema, ThreadParamsSchema } from '@zhixin/shared/contract'
import { defineRoute, type Route } from '../platform/http/route'
import { setPace } from './policy'
import { threadCommand } from './thread-command'
import type { Threads, ThreadsParts } from './threads'

const tag = '会话 threads'
const base = '/threads/:caseId/:personId/slow-mode'

/** Slow mode: set by a leader for a limited time, with a reason that the party reads. What it refuses is decided where messages are. */
export function createPaceRoutes(parts: ThreadsParts & { threads: Threads }): Route[] {
  const command = threadCommand(parts)
  return [
    defineRoute({
      method: 'post', path: base, summary: 'Leader: so many ordinary messages a day, for a limited time; formal and urgent ways stay open', tag,
      policy: setPace, limit: 'write', params: ThreadParamsSchema, body: SetSlowModeSchema, answer: MarkedSchema,
      handle: ({ actor, params, body: { commandId, days, perDay, reason } }) =>
        command(actor, params, setPace, commandId, { type: 'SetSlowMode', days, perDay, reason }, { perDay, reason }),
    }),
    defineRoute({
      method: 'post', path: `${base}/lifting`, summary: 'Leader: ends slow mode before its time', tag,
      policy: setPace, limit: 'write', params: ThreadParamsSchema, body: LiftSlowModeSchema, answer: MarkedSchema,
      handle: ({ actor, params, body: { commandId, reason } }) => command(actor, params, setPace, commandId, { type: 'LiftSlowMode', reason }, { reason }),
    }),
  ] as Route[]
}
