import type { Selectable } from 'kysely'
import type { TeamRole } from '#lib/portal/acting/permissions'
import type { Balance } from '#lib/ledger/read-balance'
import type { CoreTeams } from '#lib/shared/database/types'

export const teamStatuses = ['active', 'disabled', 'deleted'] as const
export type TeamStatus = (typeof teamStatuses)[number]

export interface Team {
  id: string
  name: string
  /** `deleted` is seen by operators alone. */
  status: TeamStatus
  /** Which sell prices apply. */
  customerGroup: string
  /** IANA name; days, weeks and months of new budgets start by it. */
  timeZone: string
  createdAt: Date
}

export interface MyTeam extends Team {
  role: TeamRole
}

export interface TeamWithBalance extends Team {
  balance: Balance
}

export const teamColumns = [
  'id',
  'name',
  'status',
  'customer_group',
  'time_zone',
  'created_at',
] as const satisfies readonly (keyof CoreTeams)[]

export function toTeam(row: Pick<Selectable<CoreTeams>, (typeof teamColumns)[number]>): Team {
  return {
    id: row.id,
    name: row.name,
    status: teamStatuses.find((status) => status === row.status) ?? 'disabled',
    customerGroup: row.customer_group,
    timeZone: row.time_zone,
    createdAt: row.created_at,
  }
}
