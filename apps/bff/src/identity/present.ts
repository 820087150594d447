import type { Me } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { RolesConfig } from '@zhixin/shared/rules'
import type { Actor } from '../platform/http/actor'
import type { Accounts } from './accounts'
import { maskIdentityNumber, maskPhone } from './numbers'
import type { People } from './people'
import type { Sessions } from './sessions'
import type { StaffAccess } from './staff'

interface Parts {
  accounts: Accounts
  people: People
  staff: StaffAccess
  sessions: Sessions
  roles: RolesConfig
}

/** Who one is, numbers masked, and what one may do next. */
export function createMePresenter({ accounts, people, staff, sessions, roles: court }: Parts) {
  async function present(actor: Actor): Promise<Me> {
    if (actor.kind === 'staff') return presentStaff(actor.staffId)
    if (actor.kind === 'anyone' || actor.kind === 'system') throw new CodedError('auth.required')
    const account = await accounts.byId(actor.accountId)
    if (!account) throw new CodedError('auth.expired')
    const person = account.personId === null ? undefined : await people.byId(account.personId)
    const phone = accounts.phoneOf(account)
    if (!person) return { kind: 'account', phoneMasked: phone === null ? null : maskPhone(phone) }
    return {
      kind: 'person',
      personId: person._id,
      name: person.name,
      identityNumberMasked: maskIdentityNumber(people.identityNumberOf(person)),
      // Their own only: what an opponent told the court about them is no business of this answer.
      phones: people.confirmed(person).map(({ id, number, source, at }) => ({ id, masked: maskPhone(number), source, confirmedAt: at.toISOString() })),
      boundAt: (account.boundAt ?? new Date(0)).toISOString(),
    }
  }

  async function presentStaff(staffId: string): Promise<Me> {
    const known = await staff.activeDoc(staffId)
    if (!known) throw new CodedError('auth.expired')
    const { name, number, roles, department, officePhone, wechatLogin } = known
    return {
      kind: 'staff', staffId, name, number, roles, titles: roles.flatMap((role) => court.roles[role]?.title ?? []), department, officePhone, wechatBound: wechatLogin !== null,
    }
  }

  /** A phone is activated from a desk: whoever holds a stolen phone must not tie another one. */
  const isAtDesk = async (actor: Actor): Promise<boolean> =>
    actor.kind === 'staff' && (await sessions.running(actor.sessionId))?.way !== 'wechat'

  async function wayIn(staffId: string) {
    const known = await staff.activeDoc(staffId)
    return { mustChangePassword: known?.passwordIsFirst === true, awaitsConfirmation: known?.isConfirmed === false }
  }

  async function abilities(actor: Actor) {
    const may = (action: string): boolean => actor.kind === 'staff' && actor.may.has(action)
    return {
      bind: actor.kind === 'account',
      workList: may('work_list.read'),
      issueWindowCode: may('window.issue_code'),
      activatePhone: await isAtDesk(actor),
      may: actor.kind === 'staff' ? [...actor.may] : [],
      ...(actor.kind === 'staff' && (await wayIn(actor.staffId))),
    }
  }

  return { isAtDesk, me: async (actor: Actor) => ({ data: await present(actor), can: await abilities(actor) }) }
}
export type MePresenter = ReturnType<typeof createMePresenter>
