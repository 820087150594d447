import type { RandomAdapter } from './adapters'
import { codedOf, isPermanent } from './errors'
import { newCommandId } from './ids'

/**
 * One wish keeps one command id until the court has answered it for good: whoever taps again after a lost answer repeats the same
 * command. A wish that says something else is another one. Kept for as long as the app runs, not longer.
 */
export function createWriteIntents(random: RandomAdapter) {
  const open = new Map<string, { content: string; id: Promise<string> }>()

  return {
    async once<I extends object, T>(scope: string, input: I, write: (path: string, input: I & { commandId: string }) => Promise<T>): Promise<T> {
      const content = JSON.stringify(input)
      const known = open.get(scope)
      const intent = known?.content === content ? known : { content, id: newCommandId(random) }
      open.set(scope, intent)
      const end = (): void => {
        if (open.get(scope) === intent) open.delete(scope)
      }
      try {
        const answer = await write(scope, { ...input, commandId: await intent.id })
        end()
        return answer
      } catch (error) {
        if (isPermanent(codedOf(error))) end()
        throw error
      }
    },
  }
}
