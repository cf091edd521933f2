import type { TeamRole } from '#lib/portal/acting/permissions'

/** A person in a team. */
export interface Member {
  userId: string
  email: string
  /** Empty until they give one. */
  displayName: string
  role: TeamRole
  joinedAt: Date
  /** Switched off by an operator: may do nothing, in any team. */
  disabled: boolean
  /** How many keys count for them. */
  keys: number
}
