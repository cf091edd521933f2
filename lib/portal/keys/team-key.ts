import type { ApiKey } from '#lib/portal/keys/api-key'

export const keyStates = ['active', 'disabled', 'expired', 'blocked'] as const
/** A key whose time is over, or that of all its secrets, counts as expired, unless it is disabled or blocked as well. */
export type KeyState = (typeof keyStates)[number]

/** A member, as their team knows them. */
export interface KeyPerson {
  name: string
  email: string
}

export interface KeyPeople {
  /** Who made it; null for the management API, for operators and for people who have left. */
  creator: KeyPerson | null
  /** The member it counts for; null where it counts for none. */
  owner: KeyPerson | null
}

/** A key as its team's list shows it. */
export interface TeamKey extends ApiKey, KeyPeople {
  state: KeyState
  /** Until when a secret from before the last rotation still works. */
  previousSecretUntil: Date | null
  /** Whether no secret of it works any more: whoever had it left, and nobody has rotated it since. */
  secretsEnded: boolean
}

export function keyStateOf(key: Pick<TeamKey, 'status' | 'expiresAt' | 'secretsEnded'>, now: Date): KeyState {
  if (key.status !== 'active') return key.status
  return key.secretsEnded || (key.expiresAt !== null && key.expiresAt <= now) ? 'expired' : 'active'
}
