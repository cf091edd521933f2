import { type OperatorRole, operatorRoles } from '#lib/portal/acting/permissions'

/** A person, as operators see one. */
export interface User {
  id: string
  email: string
  displayName: string
  /** Null for everyone who is not an operator. */
  operatorRole: OperatorRole | null
  disabledAt: Date | null
  createdAt: Date
}

export const userColumns = ['id', 'email', 'display_name', 'operator_role', 'disabled_at', 'created_at'] as const

interface UserRow {
  id: string
  email: string
  display_name: string
  operator_role: string | null
  disabled_at: Date | null
  created_at: Date
}

export function toUser(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    operatorRole: operatorRoles.find((role) => role === row.operator_role) ?? null,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  }
}
