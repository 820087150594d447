import { CodedError } from '@zhixin/shared/errors'
import type { Actor, ActorKind } from './actor'

/**
 * Who may do something: role × action × relation. Audience and grants are enforced before the handler runs; relations by
 * `authorize`, once the handler has loaded what it is about and knows the actor's relation to it.
 */
export interface Policy<R extends string = string> {
  /** `area.verb`, one name for one right. */
  readonly action: string
  readonly audience: readonly ActorKind[]
  /** Of staff: only those do it whose roles name the action. */
  readonly granted?: true
  /** Keeps the system, its safety or its records; shows nothing of a case. Whoever is kept apart from cases may do such things alone. */
  readonly administrative?: true
  /** Relations that may do it. A request whose policy names some must be authorized by the handler, or it fails. */
  readonly relations?: readonly R[]
  /** Relations that may know that the thing exists: they get 403, all others 404. */
  readonly seenBy?: readonly R[]
}

/** Checks a policy's form when the module loads, so that a wrong one keeps the server from starting. */
export function definePolicy<const R extends string>(policy: Policy<R>): Policy<R> {
  const wrong = faultOf(policy)
  if (wrong) throw new TypeError(`policy ${policy.action || '(unnamed)'}: ${wrong}`)
  return Object.freeze(policy)
}

function faultOf(policy: Policy): string | undefined {
  if (!/^[a-z_]+\.[a-z_]+$/.test(policy.action)) return 'action must be area.verb in snake case'
  if (policy.audience.length === 0) return 'no audience'
  if (policy.granted && !policy.audience.includes('staff')) return 'granted to staff who are not in the audience'
  if (policy.administrative && !policy.granted) return 'administrative, but granted to nobody'
  if (policy.relations?.length === 0) return 'an empty list lets nobody in'
  if (policy.seenBy && !policy.relations) return 'seenBy without relations'
  return undefined
}

// Actors are new objects for each request and frame, so an actor stands for one request here.
const authorized = new WeakMap<Actor, Set<Policy>>()

/** Audience and grants. Throws `auth.required`, `binding.required` or `access.forbidden`. Does not look at relations. */
export function admit(policy: Policy, actor: Actor): void {
  const { audience } = policy
  if (audience.includes('anyone')) return
  if (actor.kind === 'anyone') throw new CodedError('auth.required')
  if (!audience.includes(actor.kind)) {
    throw new CodedError(actor.kind === 'account' && audience.includes('person') ? 'binding.required' : 'access.forbidden')
  }
  const isGranted = actor.kind === 'system' || (policy.granted && actor.kind === 'staff')
  if (isGranted && !actor.may.has(policy.action)) throw new CodedError('access.forbidden')
}

/**
 * Audience, grants and the actor's relation to what the request is about (undefined: none, or there is no such thing).
 * Whoever may not know that it exists gets the same `input.not_found` as for an unknown id.
 */
export function authorize<R extends string>(policy: Policy<R>, actor: Actor, relation?: string): void {
  admit(policy, actor)
  const has = (relations: readonly string[] | undefined): boolean => relation !== undefined && relations?.includes(relation) === true
  if (policy.relations && !has(policy.relations)) throw new CodedError(has(policy.seenBy) ? 'access.forbidden' : 'input.not_found')
  const policies = authorized.get(actor) ?? new Set()
  authorized.set(actor, policies.add(policy))
}

/** Whether the handler did ask, where the policy says it must. */
export const wasAuthorized = (policy: Policy, actor: Actor): boolean => !policy.relations || authorized.get(actor)?.has(policy) === true

/**
 * Whether what roles give and what policies ask fit together. Throws TypeError naming the role or action: an action that is none, one
 * that is granted to nobody, or one that shows cases given to a role that is kept apart from them.
 */
export function checkGrants(roles: Readonly<Record<string, { may: readonly string[]; kept_apart: boolean }>>, policies: readonly Policy[]): void {
  const granted = new Map(policies.filter((policy) => policy.granted).map((policy) => [policy.action, policy]))
  for (const [name, { may, kept_apart: isApart }] of Object.entries(roles)) {
    for (const action of may) {
      const policy = granted.get(action)
      if (!policy) throw new TypeError(`role ${name}: ${action} is no action that a role can be given`)
      if (isApart && !policy.administrative) throw new TypeError(`role ${name} is kept apart and may not do ${action}`)
    }
  }
  for (const action of granted.keys()) {
    if (!Object.values(roles).some(({ may }) => may.includes(action))) throw new TypeError(`nobody may do ${action}`)
  }
}
