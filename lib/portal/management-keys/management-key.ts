import type { Selectable } from 'kysely'
import type { CoreManagementKeys } from '#lib/shared/database/types'

export interface ManagementKey {
  id: string
  /** Null: operator scope. */
  teamId: string | null
  name: string
  display: string
  /** May only read, whatever its scope. */
  readOnly: boolean
  createdBy: string | null
  createdAt: Date
}

export const managementKeyColumns = [
  'id',
  'team_id',
  'name',
  'display',
  'read_only',
  'created_by',
  'created_at',
] as const satisfies readonly (keyof CoreManagementKeys)[]

export function toManagementKey(row: Pick<Selectable<CoreManagementKeys>, (typeof managementKeyColumns)[number]>): ManagementKey {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    display: row.display,
    readOnly: row.read_only,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }
}
