import type { ThreadKey } from '@zhixin/shared/ids'
import type { Relation, ThreadCommand } from '@zhixin/shared/rules'
import type { Actor } from '../platform/http/actor'
import type { Policy } from '../platform/http/policy'
import { act, type ActParts } from './commands/act'
import { presentStored, type Threads } from './threads'

/**
 * What a route does that is one command on a thread: authorize, append, answer. A repeat under the same id is the same where `says`, what
 * the stored body must hold, is.
 */
export const threadCommand = (parts: ActParts & { threads: Threads }) =>
  async function command(
    actor: Actor, thread: ThreadKey, policy: Policy<Relation>, commandId: string, wanted: ThreadCommand, says: Record<string, unknown>,
  ) {
    await parts.threads.open(actor, thread, policy)
    const isSame = ({ body }: { body: Record<string, unknown> }) => Object.entries(says).every(([field, value]) => body[field] === value)
    const entry = await act(parts, { actor, thread, policy, commandId, command: wanted, isSame })
    return { data: { stored: entry ? presentStored(entry) : null } }
  }
