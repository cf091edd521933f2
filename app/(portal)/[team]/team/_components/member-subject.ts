import type { TeamRole } from '#lib/portal/acting/permissions'

/** A member as their menu and its dialogs need them. */
export interface MemberSubject {
  /** The shown id. */
  id: string
  email: string
  role: TeamRole
  keys: number
}

/** Who may take keys over. */
export interface Heir {
  id: string
  email: string
}

/** Where the acts happen. */
export interface MemberPlace {
  /** The team's shown id. */
  team: string
  mayOwn: boolean
  heirs: readonly Heir[]
}
