import { CodedError } from '@zhixin/shared/errors'
import type { Actor, ActorKind } from './actor'

/**
 * Who may do something: role × action × relation. Audience and roles are enforced before the handler runs; relations by
 * `authorize`, once the handler has loaded what it is about and knows the actor's relation to it.
 */
export interface Policy<R extends string = string> {
  /** `area.verb`, one name for one right. */
  readonly action: string
  readonly audience: readonly ActorKind[]
  /** Of staff: one of these is needed. */
  readonly roles?: readonly string[]
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
  if (policy.roles && !policy.audience.includes('staff')) return 'roles without staff in the audience'
  if (policy.roles?.length === 0 || policy.relations?.length === 0) return 'an empty list lets nobody in'
  if (policy.seenBy && !policy.relations) return 'seenBy without relations'
  return undefined
}

// Actors are new objects for each request and frame, so an actor stands for one request here.
const authorized = new WeakMap<Actor, Set<Policy>>()

/** Audience and roles. Throws `auth.required`, `binding.required` or `access.forbidden`. Does not look at relations. */
export function admit(policy: Policy, actor: Actor): void {
  const { audience, roles } = policy
  if (audience.includes('anyone')) return
  if (actor.kind === 'anyone') throw new CodedError('auth.required')
  if (!audience.includes(actor.kind)) {
    throw new CodedError(actor.kind === 'account' && audience.includes('person') ? 'binding.required' : 'access.forbidden')
  }
  if (roles && actor.kind === 'staff' && !roles.some((role) => actor.roles.includes(role))) throw new CodedError('access.forbidden')
}

/**
 * Audience, roles and the actor's relation to what the request is about (undefined: none, or there is no such thing).
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
