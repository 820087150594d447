import { type RegisteredInCall, RegisteredInCallViewSchema, RegisterInCallSchema } from '@zhixin/shared/contract'
import type { z } from 'zod'
import type { RandomAdapter } from '../services/adapters'
import type { Api } from '../services/api'
import { answerToEarlier } from '../services/earlier-texts'
import { codedOf, isPermanent } from '../services/errors'
import { newCommandId } from '../services/ids'

export type Wish = Omit<z.input<typeof RegisterInCallSchema>, 'commandId'>

export interface Registration {
  given: RegisteredInCall
  /** What is given is of an earlier text, whose answer was lost; this is what was sent at last and stands in no file. */
  left: string | null
}

/**
 * Registers what a caller brings, once, over lost answers: whatever is sent before the court has answered goes under one number, so that a text that was
 * changed in between cannot become a second complaint. Where an earlier text turns out to have been registered, its receipt is fetched. Rejects with
 * CodedError.
 */
export function createRegistration(api: Pick<Api, 'write'>, random: RandomAdapter) {
  const unanswered = new Map<string, { id: Promise<string>; sent: Wish[] }>()

  return async function register(callId: string, wish: Wish): Promise<Registration> {
    const open = unanswered.get(callId) ?? { id: newCommandId(random), sent: [] }
    unanswered.set(callId, open)
    const send = async (said: Wish): Promise<RegisteredInCall> => {
      const input = { ...said, commandId: await open.id }
      const given = await api.write(`/hotline/calls/${callId}/registration`, RegisterInCallSchema, RegisteredInCallViewSchema, input)
      unanswered.delete(callId)
      return given
    }
    const earlier = open.sent.filter((one) => JSON.stringify(one) !== JSON.stringify(wish))
    open.sent = [...earlier, wish]
    try {
      return { given: await send(wish), left: null }
    } catch (error) {
      const coded = codedOf(error)
      if (!isPermanent(coded)) throw error
      // This text is answered for good; those before are not.
      open.sent = earlier
      if (earlier.length === 0) unanswered.delete(callId)
      if (coded.code !== 'log.key_conflict') throw error
      return { given: await answerToEarlier(earlier, send, error), left: wish.fields.matter ?? '' }
    }
  }
}
