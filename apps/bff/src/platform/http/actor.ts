/** Who asks. Loaded anew for every request and frame, so an ended right ends at once. */
export type Actor =
  | { kind: 'anyone' }
  /** Signed in, identity not bound. */
  | { kind: 'account'; accountId: string; sessionId: string }
  | { kind: 'person'; accountId: string; personId: string; sessionId: string }
  | {
    kind: 'staff'; staffId: string; name: string; roles: readonly string[]; department: string; sessionId: string
    /** The actions that their roles give them. */
    may: ReadonlySet<string>
    /** What else rules need to know of their office; its shape is theirs. */
    office: object
  }

export type ActorKind = Actor['kind']
export type PersonActor = Extract<Actor, { kind: 'person' }>
export type StaffActor = Extract<Actor, { kind: 'staff' }>

/** An actor and until when the token that proved them lasts. */
export interface Authenticated {
  actor: Actor
  expiresAt: Date
}

/** Resolves an access token. Throws CodedError `auth.required` or `auth.expired`. The actor is a new object each time. */
export type Authenticate = (token: string) => Promise<Authenticated>

/** Names an actor across sessions: `person:<id>`, `staff:<id>`, `account:<id>`. Undefined for anyone. */
export function actorKeyOf(actor: Actor): string | undefined {
  switch (actor.kind) {
    case 'anyone': return undefined
    case 'account': return `account:${actor.accountId}`
    case 'person': return `person:${actor.personId}`
    case 'staff': return `staff:${actor.staffId}`
  }
}
