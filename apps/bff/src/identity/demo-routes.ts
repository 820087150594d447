import { DemoPeopleSchema, type DemoPersonSchema, DemoSignInSchema, DemoSmsQuerySchema, DemoSmsSchema, SessionTokensSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { z } from 'zod'
import { defineRoute, type Route } from '../platform/http/route'
import type { Accounts } from './accounts'
import { playDemo } from './policy'
import type { People } from './people'
import type { SignIn } from './sign-in'
import type { StaffAccess } from './staff'

/** Somebody one can be in demo mode: a person or a member of staff that is in the store. */
export type DemoIdentity = z.infer<typeof DemoPersonSchema> & ({ personId: string } | { staffId: string })

export interface DemoParts {
  people: readonly DemoIdentity[]
  /** What the SMS double sent last to a phone; to somebody of ours, whose phone nobody sees, by their number. */
  lastSms(phone: string): string | null
}

interface DemoNeeds {
  signIn: SignIn
  accounts: Accounts
  staff: Pick<StaffAccess, 'phoneByNumber'>
  people: Pick<People, 'byId' | 'confirmed'>
}

/** Sign-in by a click. These routes exist in demo mode only, which production refuses. */
export function createDemoRoutes({ people, lastSms }: DemoParts, { signIn, accounts, staff, people: known }: DemoNeeds): Route[] {
  const common = { tag: '演示 demo', policy: playDemo } as const
  return [
    defineRoute({
      ...common, method: 'get', path: '/demo/people', limit: 'read', summary: 'Demo: who one can be', answer: DemoPeopleSchema,
      handle: async () => ({ data: { people: [...people] } }),
    }),
    defineRoute({
      ...common, method: 'post', path: '/demo/sign-in', limit: 'sign_in', summary: 'Demo: be one of them', body: DemoSignInSchema, answer: SessionTokensSchema,
      handle: async ({ body, address, device }) => {
        const chosen = people.find(({ id }) => id === body.id)
        if (!chosen) throw new CodedError('input.not_found')
        if ('staffId' in chosen) return { data: await signIn.asStaff(chosen.staffId, 'demo', { address, device }) }
        const login = await accounts.signIn(`demo/${chosen.id}`)
        await accounts.bind(login.accountId, { personId: chosen.personId, by: 'demo' })
        return { data: await signIn.asAccount(login, 'demo', { address, device }) }
      },
    }),
    defineRoute({
      ...common, method: 'get', path: '/demo/sms', limit: 'read', summary: 'Demo: the last text that went to a phone', query: DemoSmsQuerySchema, answer: DemoSmsSchema,
      handle: async ({ query: { phone, staffNumber, personId, ref } }) => {
        const person = personId ? await known.byId(personId) : undefined
        const own = person && known.confirmed(person).find(({ id }) => ref === undefined || id === ref)?.number
        const to = phone ?? own ?? (staffNumber ? await staff.phoneByNumber(staffNumber) : undefined)
        return { data: { text: to === undefined ? null : lastSms(to) } }
      },
    }),
  ]
}
