import { openTeam } from '#lib/ledger/open-team'
import type { Actor } from '#lib/portal/acting/actor'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { type Team, teamColumns, toTeam } from '#lib/portal/teams/team'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export interface NewTeam {
  name: string
  timeZone?: string
  customerGroup?: string
  /** Without one the team is run through the management API alone. */
  ownerId: string | null
}

/** The rows that make a team: the team, its owner, its credit account, the audit row. */
export async function insertTeam(transaction: RoleTransaction, actor: Actor, input: NewTeam): Promise<Team> {
  const row = await transaction
    .insertInto('core.teams')
    .values({ id: newId(), name: input.name, time_zone: input.timeZone, customer_group: input.customerGroup })
    .returning(teamColumns)
    .executeTakeFirstOrThrow()
  if (input.ownerId !== null) {
    await transaction.insertInto('core.memberships').values({ team_id: row.id, user_id: input.ownerId, role: 'owner' }).execute()
  }
  await openTeam(transaction, row.id)
  await writeAudit(transaction, actor, {
    teamId: row.id,
    action: 'team.create',
    targetKind: 'team',
    targetId: row.id,
    after: { name: row.name, time_zone: row.time_zone, customer_group: row.customer_group, owner_id: input.ownerId },
  })
  return toTeam(row)
}
