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
  /** Another system that signs what it sends; it comes to routes with `signed` alone. */
  | {
    kind: 'system'; systemId: string; keyId: string
    /** The actions that its key gives it. */
    may: ReadonlySet<string>
  }

export type ActorKind = Actor['kind']
export type PersonActor = Extract<Actor, { kind: 'person' }>
export type StaffActor = Extract<Actor, { kind: 'staff' }>
export type SystemActor = Extract<Actor, { kind: 'system' }>

/** An actor and until when the token that proved them lasts. */
export interface Authenticated {
  actor: Actor
  expiresAt: Date
}

/** Resolves an access token. Throws CodedError `auth.required` or `auth.expired`. The actor is a new object each time. */
export type Authenticate = (token: string) => Promise<Authenticated>

/** A request as another system signed it. What the headers say is its claim until somebody has checked the signature. */
export interface SignedRequest {
  method: string
  /** As the request line has it, with the query. */
  path: string
  keyId: string
  /** Whole seconds since 1970. */
  timestamp: string
  nonce: string
  signature: string
  /** The bytes of the body. Asked for only once the headers can be right: nobody makes the server read for nothing. */
  body(): Promise<Buffer>
}

/** Resolves who signed. Throws CodedError `integration.signature_wrong`, `.signature_old` or `.replayed`. */
export type AuthenticateSigned = (request: SignedRequest) => Promise<SystemActor>

/** Names an actor across sessions: `person:<id>`, `staff:<id>`, `account:<id>`, `system:<id>`. Undefined for anyone. */
export function actorKeyOf(actor: Actor): string | undefined {
  switch (actor.kind) {
    case 'anyone': return undefined
    case 'account': return `account:${actor.accountId}`
    case 'person': return `person:${actor.personId}`
    case 'staff': return `staff:${actor.staffId}`
    case 'system': return `system:${actor.systemId}`
  }
}
