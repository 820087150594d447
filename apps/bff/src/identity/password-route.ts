import { ChangePasswordSchema } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { z } from 'zod'
import { defineRoute, type Route } from '../platform/http/route'
import type { Attempts } from './attempts'
import { changePassword } from './policy'
import type { StaffAccess } from './staff'
import type { StaffAdmission } from './staff-admission'

interface Parts {
  admission: Pick<StaffAdmission, 'changePassword'>
  staff: Pick<StaffAccess, 'activeDoc'>
  attempts: Pick<Attempts, 'begin'>
}

/** A member of staff chooses a password. Wrong tries are counted as those at the door are. */
export const createPasswordRoute = ({ admission, staff, attempts }: Parts): Route =>
  defineRoute({
    method: 'post', path: '/me/password', summary: 'Staff: another password; all sign-ins end', tag: '登录 sign-in', policy: changePassword,
    limit: 'sign_in', body: ChangePasswordSchema, answer: z.object({}),
    async handle({ actor, body: { current, next }, address }) {
      const known = actor.kind === 'staff' ? await staff.activeDoc(actor.staffId) : undefined
      if (!known) throw new CodedError('access.forbidden')
      const attempt = await attempts.begin({ account: `staff:${known.number}`, address })
      try {
        await admission.changePassword(known._id, current, next)
      } catch (error) {
        // What is too short was not guessed at.
        if (error instanceof CodedError && error.code === 'staff.password_weak') await attempt.succeeded()
        throw error
      }
      await attempt.succeeded()
      return { data: {} }
    },
  })
