import { sql } from 'kysely'
import { endBudget, listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { revokeInvites } from '#lib/portal/invites/revoke-invites'
import { endKeys } from '#lib/portal/keys/end-keys'
import { revokeManagementKeys } from '#lib/portal/management-keys/revoke-management-keys'
import { lockMembers } from '#lib/portal/members/lock-members'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface DeleteTeamInput {
  teamId: string
  /** The team's name, typed by who deletes it. */
  name: string
}

/**
 * Deletes a team for its people: keys, budgets and invites end, and nobody is a member any more. Its books, requests and
 * audit log stay, and operators still see it.
 */
export function deleteTeam(actor: Actor, { teamId, name }: DeleteTeamInput, joined?: RoleTransaction): Promise<void> {
  return acting(joined, async (transaction) => {
    // The memberships first: whoever changes something holds theirs before they come for the team.
    const members = await lockMembers(transaction, actor, 'team.delete', teamId)
    await lockManagementKeys(transaction, teamId)
    const team = await transaction
      .selectFrom('core.teams')
      .select(['name', 'status'])
      .where('id', '=', teamId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (name !== team.name) {
      throw new TollgateError('invalid_request', { param: 'name', message: 'name must be the name of the team, exactly as it is.' })
    }
    await revokeManagementKeys(transaction, actor, { teamId })
    const keys = await lockKeys(transaction, teamId)
    await endKeys(transaction, actor, teamId, keys)
    for (const budget of await listBudgets(transaction, teamId)) await endBudget(transaction, budget.id)
    await revokeInvites(transaction, actor, teamId)
    await transaction.deleteFrom('core.memberships').where('team_id', '=', teamId).execute()
    await transaction.updateTable('core.teams').set({ status: 'deleted', deleted_at: sql<Date>`now()` }).where('id', '=', teamId).execute()
    await writeAudit(transaction, actor, {
      teamId,
      action: 'team.delete',
      targetKind: 'team',
      targetId: teamId,
      before: {
        name: team.name,
        status: team.status,
        members: [...members.values()].map(({ userId, role }) => ({ user_id: userId, role })),
      },
      after: { status: 'deleted' },
    })
  })
}

/**
 * Those of the playground too: their secrets end with the memberships, and their rows as keys do. Deleted ones are locked with
 * them, for they change with the team's row once its ledger is locked.
 */
async function lockKeys(transaction: RoleTransaction, teamId: string) {
  const keys = await transaction
    .selectFrom('core.api_keys')
    .select(['id', 'name', 'display', 'status'])
    .where('team_id', '=', teamId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return keys.filter(({ status }) => status !== 'deleted')
}

/** Before the team: whoever acts with one holds it before they come for the team. */
async function lockManagementKeys(transaction: RoleTransaction, teamId: string): Promise<void> {
  await transaction.selectFrom('core.management_keys').select('id').where('team_id', '=', teamId).orderBy('id').forNoKeyUpdate().execute()
}
