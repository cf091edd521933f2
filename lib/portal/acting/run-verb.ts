import type { Actor } from '#lib/portal/acting/actor'
import { type Act, memberMay } from '#lib/portal/acting/permissions'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { asMember, asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** How a reader sees: a member under row-level security, a team's key by filter, an operator everything. */
export type ReaderSight = 'member' | 'team' | 'operator'

const mostTries = 4

/**
 * Runs a verb's work as `portal`: in the caller's transaction when it brings one, else in one of its own, anew where the
 * database undid it because two of them waited for each other.
 */
export async function acting<T>(joined: RoleTransaction | undefined, work: (transaction: RoleTransaction) => Promise<T>): Promise<T> {
  if (joined) return work(joined)
  for (let tries = 1; ; tries++) {
    try {
      return await asPortal(work)
    } catch (thrown) {
      if (tries === mostTries || !isDeadlock(thrown)) throw thrown
    }
  }
}

function isDeadlock(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === '40P01'
}

/**
 * Reads with the least sight that serves: a member's transaction runs as `authenticated`, so row-level security
 * decides; management keys and operators read as `portal` after the permission check.
 * @throws TollgateError `not_found` or `forbidden`
 */
export async function reading<T>(
  actor: Actor,
  act: Act,
  teamId: string | null,
  work: (transaction: RoleTransaction, sight: ReaderSight) => Promise<T>,
): Promise<T> {
  if (actor.kind === 'user' && teamId !== null) {
    const seen = await asMember({ userId: actor.userId }, async (transaction) => {
      const role = await readOwnRole(transaction, actor.userId, teamId)
      return role !== null && memberMay(act, role) ? { value: await work(transaction, 'member') } : null
    })
    if (seen) return seen.value
  }
  return asPortal(async (transaction) => work(transaction, await requirePermission(transaction, actor, act, teamId)))
}

/** Reads rows of any of the signed-in person's teams; row-level security is the whole check. */
export async function readingOwn<T>(actor: Actor, work: (transaction: RoleTransaction, userId: string) => Promise<T>): Promise<T> {
  if (actor.kind !== 'user') throw new TollgateError('forbidden')
  return asMember({ userId: actor.userId }, (transaction) => work(transaction, actor.userId))
}

async function readOwnRole(transaction: RoleTransaction, userId: string, teamId: string): Promise<string | null> {
  const membership = await transaction
    .selectFrom('core.memberships')
    .select('role')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return membership?.role ?? null
}
