import { applications } from './parts/applications'
import { confidence } from './parts/confidence'
import { sealing } from './parts/sealing'
import { forms } from './parts/forms'
import { pace } from './parts/pace'
import { progress } from './parts/progress'
import { receiving } from './parts/receiving'
import { service } from './parts/service'
import { settlement } from './parts/settlement'
import { tasks } from './parts/tasks'
import { urgent } from './parts/urgent'
import { voiceSummary } from './parts/voice-summary'
import type { MessageSent, ThreadEntry } from './thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from './thread-part'
import type { ThreadState } from './thread-state'

/** All that a thread can do beside messages and their clock. The name is where its state stands: `state.parts.<name>`. */
export const THREAD_PARTS = { confidence, sealing, tasks, forms, receiving, voiceSummary, pace, settlement, urgent, progress, applications, service }

type Parts = typeof THREAD_PARTS
export type PartStates = { [N in keyof Parts]: Parts[N]['initial'] }
/** A command of one of the parts. */
export type PartCommand = { [N in keyof Parts]: Parameters<Parts[N]['decide']>[0] }[keyof Parts]

type AnyPart = ThreadPart<unknown, { type: string }>
const parts = Object.entries(THREAD_PARTS) as [keyof PartStates, AnyPart][]

export const initialParts = Object.fromEntries(parts.map(([name, { initial }]) => [name, initial])) as PartStates

/** The thread with its parts' states after one more entry. */
export function evolveParts(thread: ThreadState, entry: ThreadEntry): ThreadState {
  let changed: Record<string, unknown> | undefined
  for (const [name, part] of parts) {
    const before: unknown = thread.parts[name]
    const after = part.evolve(before, entry, thread)
    if (after !== before) changed = { ...(changed ?? thread.parts), [name]: after }
  }
  return changed ? { ...thread, parts: changed as PartStates } : thread
}

const byCommand = new Map(parts.flatMap(([, part]) => part.commands.map((type) => [type, part] as const)))

/** What the part whose command it is makes of it. */
export function decidePart(command: { type: string }, thread: ThreadState, context: ThreadContext): ThreadDraft | undefined {
  const part = byCommand.get(command.type)
  if (!part) throw new TypeError(`unknown command ${JSON.stringify(command)}`)
  return part.decide(command, thread, context)
}

/** Throws CodedError where a part refuses a message of the party's. */
export function guardMessage(message: MessageSent, thread: ThreadState, context: ThreadContext): void {
  for (const [, part] of parts) part.guard?.(message, thread, context)
}
