import type { OperatorRole } from '#lib/portal/acting/permissions'

export interface Account {
  userId: string
  email: string
  displayName: string
  /** Null for everyone who is not an operator. */
  operatorRole: OperatorRole | null
  disabled: boolean
}
