import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { requireCustomerGroup, requireTimeZone } from '#lib/portal/teams/check-team-input'
import { insertTeam } from '#lib/portal/teams/insert-team'
import type { Team } from '#lib/portal/teams/team'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface CreateTeamInput {
  name: string
  timeZone?: string
  /** Operators only. */
  customerGroup?: string
}

/** A new team. A signed-in person becomes its owner; through the management API it has none. */
export function createTeam(actor: Actor, input: CreateTeamInput, joined?: RoleTransaction): Promise<Team> {
  return acting(joined, async (transaction) => {
    if (actor.kind !== 'user' || input.customerGroup !== undefined) await requirePermission(transaction, actor, 'team.create', null)
    if (actor.kind === 'user') await requireEnabledUser(transaction, actor.userId)
    return insertTeam(transaction, actor, {
      name: requireName(input.name),
      timeZone: input.timeZone === undefined ? undefined : await requireTimeZone(transaction, input.timeZone),
      customerGroup: input.customerGroup === undefined ? undefined : requireCustomerGroup(input.customerGroup),
      ownerId: actor.kind === 'user' ? actor.userId : null,
    })
  })
}

async function requireEnabledUser(transaction: RoleTransaction, userId: string): Promise<void> {
  const user = await transaction.selectFrom('core.users').select('disabled_at').where('id', '=', userId).executeTakeFirst()
  if (!user) throw new TollgateError('unauthenticated')
  if (user.disabled_at) throw new TollgateError('forbidden', { message: 'This account is disabled.' })
}
