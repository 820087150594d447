import type { ThreadEntryType } from './parts/sealable'

/** What comes into a thread without anybody having said it in the case: notices of what the case's chain says, and how far a side has got. */
const UNSAID: ReadonlySet<string> = new Set<ThreadEntryType>([
  'standing.changed', 'handler.changed', 'case.closed_notice', 'payment.changed', 'message.delivered', 'message.read',
])

/** Whether anything was said in a thread, after one more of its entries. What it does not know was said. */
export const evolveSaid = (said: boolean, { type }: { type: string }): boolean => said || !UNSAID.has(type)
