import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { requireCustomerGroup, requireTimeZone } from '#lib/portal/teams/check-team-input'
import { insertTeam } from '#lib/portal/teams/insert-team'
import type { Team } from '#lib/portal/teams/team'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

export interface CreateTeamInput {
  name: string
  timeZone?: string
  /** Operators only. */
  customerGroup?: string
}

/** Teams that one person may own, and may make within an hour. */
export const mostOwned = 20
const perPerson = { name: 'team-create', limit: 10, windowSeconds: 3_600 }

/**
 * A new team, without credit. A signed-in person becomes its owner; through the management API it has none.
 * @throws TollgateError `conflict` for who owns too many; `rate_limited`
 */
export async function createTeam(actor: Actor, input: CreateTeamInput, joined?: RoleTransaction): Promise<Team> {
  if (actor.kind === 'user') await takeTurn(actor.userId)
  return acting(joined, async (transaction) => {
    const governs = actor.kind !== 'user' || input.customerGroup !== undefined
    await requirePermission(transaction, actor, governs ? 'team.create' : 'team.open', null)
    if (actor.kind === 'user') await requireRoom(transaction, actor.userId)
    return insertTeam(transaction, actor, {
      name: requireName(input.name),
      timeZone: input.timeZone === undefined ? undefined : await requireTimeZone(transaction, input.timeZone),
      customerGroup: input.customerGroup === undefined ? undefined : requireCustomerGroup(input.customerGroup),
      ownerId: actor.kind === 'user' ? actor.userId : null,
    })
  })
}

async function takeTurn(userId: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await takeFromLimit(perPerson, userId)
  if (!allowed) throw new TollgateError('rate_limited', { retryAfterSeconds, message: 'Too many new teams. Wait before making another.' })
}

/** The person's row is locked, so that two new teams at once are counted one after the other. */
async function requireRoom(transaction: RoleTransaction, userId: string): Promise<void> {
  await transaction.selectFrom('core.users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
  const { owned } = await transaction
    .selectFrom('core.memberships')
    .select((select) => select.fn.countAll<bigint>().as('owned'))
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  if (owned < mostOwned) return
  throw new TollgateError('conflict', { details: { reason: 'too_many_teams' }, message: `One person owns at most ${mostOwned} teams.` })
}
