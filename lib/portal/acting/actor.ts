/** A signed-in person; the auth server has verified who it is. */
export interface UserActor {
  kind: 'user'
  userId: string
  /** The caller's network address, for the audit log. */
  address?: string | null
  requestId?: string | null
}

/** A bearer key of the management API, already looked up; `teamId` null is operator scope. */
export interface ManagementKeyActor {
  kind: 'management_key'
  keyId: string
  teamId: string | null
  /** May only read, whatever its scope. */
  readOnly?: boolean
  address?: string | null
  requestId?: string | null
}

/** Tollgate itself: jobs, commands on the server, the first visit of a new account. */
export interface SystemActor {
  kind: 'system'
  address?: string | null
  requestId?: string | null
}

/** Who acts. Every verb takes one first and checks it in the transaction of the act. */
export type Actor = UserActor | ManagementKeyActor | SystemActor

export const systemActor: SystemActor = { kind: 'system' }

export function actorId(actor: Actor): string | null {
  if (actor.kind === 'user') return actor.userId
  return actor.kind === 'management_key' ? actor.keyId : null
}

/** The actor as ledger entries name it: `user:<uuid>`, `management_key:<uuid>` or `system`. */
export function describeActor(actor: Actor): string {
  const id = actorId(actor)
  return id === null ? actor.kind : `${actor.kind}:${id}`
}
