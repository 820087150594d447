import {
  AboutSchema, ActivationCodeSchema, BindSchema, BindWithWindowCodeSchema, DemoClockSchema, DemoPeopleSchema, DemoSmsSchema, ForwardDemoClockSchema,
  IssueWindowCodeSchema, MeSchema, WindowCodeSchema,
} from '@zhixin/shared/contract'
import { z } from 'zod'
import { type Api, checked, parse } from './api'
import type { Http } from './http'
import type { Session } from './session'

/** Ties this account to the person the court knows. The session changes with it. Rejects with CodedError. */
export function createBinding(api: Api, session: Pick<Session, 'refreshMe'>) {
  return {
    /** By a phone the person has confirmed to the court; `code` came to it by text message. */
    async byPhone(input: z.input<typeof BindSchema>): Promise<void> {
      await api.write('/bindings', BindSchema, MeSchema, input)
      await session.refreshMe()
    },
    /** By the code of the reception window. */
    async byWindowCode(input: z.input<typeof BindWithWindowCodeSchema>): Promise<void> {
      await api.write('/bindings/window-code', BindWithWindowCodeSchema, MeSchema, input)
      await session.refreshMe()
    },
    /** Window staff: a binding code for somebody whose identity card they have looked at. */
    issueWindowCode: (input: z.input<typeof IssueWindowCodeSchema>) => api.write('/window/binding-codes', IssueWindowCodeSchema, WindowCodeSchema, input),
    /** Staff on a desk: a code to type on their phone. */
    issueActivationCode: () => api.write('/staff/activation-codes', z.strictObject({}), ActivationCodeSchema, {}),
  }
}
export type Binding = ReturnType<typeof createBinding>

/** What is there before anybody has signed in. */
export function createBeforeSignIn(http: Http) {
  const read = async <T>(path: string, answer: z.ZodType<T>, query?: Record<string, string>): Promise<T> =>
    parse(answer, (await http.call({ method: 'GET', path, ...(query && { query }) })).data)
  return {
    about: () => read('/about', AboutSchema),
    /** Only in demo mode: whom one can be. */
    demoPeople: async () => (await read('/demo/people', DemoPeopleSchema)).people,
    /** Only in demo mode: which day it is there, and setting it forward; there is no way back. */
    demoClock: () => read('/demo/clock', DemoClockSchema),
    forwardDemoClock: async (by: z.input<typeof ForwardDemoClockSchema>) =>
      parse(DemoClockSchema, (await http.call({ method: 'POST', path: '/demo/clock', body: checked(ForwardDemoClockSchema, by) })).data),
    /** Only in demo mode: the text message that a phone 'received' last. */
    demoSms: async (to: { phone: string } | { staffNumber: string } | { personId: string; ref: string }) => (await read('/demo/sms', DemoSmsSchema, to)).text,
  }
}

