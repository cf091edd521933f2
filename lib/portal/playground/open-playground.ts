import { sql } from 'kysely'
import type { UserActor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { ownerIn } from '#lib/portal/keys/key-owner'
import { hashSession } from '#lib/portal/playground/hash-session'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

export const playgroundSecretMs = 3_600_000
/** Tabs that may hold a secret of one person at a time; the oldest beyond it ends. */
const maxLiveSecrets = 20
/** Each is a row and an audit row; a page asks for one when it is opened, and then once an hour. */
const perPerson = { name: 'playground-open', limit: 60, windowSeconds: 600 }

export interface OpenPlaygroundInput {
  teamId: string
  /** The auth server's id of the session the secret ends with. */
  sessionId: string
}

export interface PlaygroundSecret {
  /** For the browser's memory alone; only its hash is kept. */
  secret: string
  expiresAt: Date
  /** Who requests are to say they come from, where a policy asks for an end user: the person themselves. */
  endUser: string | null
}

/**
 * A secret of the person's own playground key, for one session and an hour at most.
 * @throws TollgateError `rate_limited` with the seconds to wait
 */
export async function openPlayground(actor: UserActor, input: OpenPlaygroundInput, joined?: RoleTransaction): Promise<PlaygroundSecret> {
  const { allowed, retryAfterSeconds } = await takeFromLimit(perPerson, actor.userId)
  if (!allowed) throw new TollgateError('rate_limited', { retryAfterSeconds })
  return acting(joined, async (transaction) => {
    await holdMembership(transaction, actor, input.teamId)
    await requirePermission(transaction, actor, 'playground.use', input.teamId)
    const keyId = await findOrMakeKey(transaction, actor, input.teamId)
    await forgetEnded(transaction, keyId)
    const { secret } = mintApiKey('inference')
    const { expires_at: expiresAt } = await transaction
      .insertInto('core.api_key_secrets')
      .values({
        id: newId(),
        key_id: keyId,
        secret_hash: hashSecret(secret),
        expires_at: sql`now() + make_interval(secs => ${playgroundSecretMs / 1000})`,
        session_hash: hashSession(input.sessionId),
      })
      .returning(sql<Date>`expires_at`.as('expires_at'))
      .executeTakeFirstOrThrow()
    await endOldest(transaction, keyId)
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: 'playground.open',
      targetKind: 'key',
      targetId: keyId,
      after: { expires_at: expiresAt },
    })
    return { secret, expiresAt, endUser: (await asksForEndUser(transaction, actor, input.teamId)) ? showId('user', actor.userId) : null }
  })
}

/** Keeps membership and person as they are until the secret is in: whoever removes either then sees it and ends it. */
async function holdMembership(transaction: RoleTransaction, actor: UserActor, teamId: string): Promise<void> {
  await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.users as u', 'u.id', 'm.user_id')
    .select('m.role')
    .where('m.team_id', '=', teamId)
    .where('m.user_id', '=', actor.userId)
    .forShare()
    .execute()
}

/** A playground key has no policy of its own. */
async function asksForEndUser(transaction: RoleTransaction, actor: UserActor, teamId: string): Promise<boolean> {
  const asks = (policy: string) => sql<boolean>`coalesce((${sql.ref(policy)} #>> '{end_users,required}')::boolean, false)`
  const row = await transaction
    .selectFrom('core.memberships as m')
    .innerJoin('core.teams as t', 't.id', 'm.team_id')
    .select([asks('t.policy').as('team'), asks('m.policy').as('member')])
    .where('m.team_id', '=', teamId)
    .where('m.user_id', '=', actor.userId)
    .executeTakeFirst()
  return row?.team === true || row?.member === true
}

/** The key's row is locked, so that two tabs count each other's secrets. */
async function findOrMakeKey(transaction: RoleTransaction, actor: UserActor, teamId: string): Promise<string> {
  await transaction
    .insertInto('core.api_keys')
    .values({
      id: newId(),
      team_id: teamId,
      name: 'Playground',
      display: 'Playground',
      created_by: actor.userId,
      owner_id: ownerIn(teamId, actor.userId),
      kind: 'playground',
    })
    .onConflict((conflict) => conflict.columns(['team_id', 'created_by']).where('kind', '=', 'playground').doNothing())
    .execute()
  const { id, owner_id: ownerId } = await transaction
    .selectFrom('core.api_keys')
    .select(['id', 'owner_id'])
    .where('team_id', '=', teamId)
    .where('created_by', '=', actor.userId)
    .where('kind', '=', 'playground')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  // Whoever left and came back is bound by their membership again.
  if (ownerId === null) {
    await transaction
      .updateTable('core.api_keys')
      .set({ owner_id: ownerIn(teamId, actor.userId) })
      .where('id', '=', id)
      .execute()
  }
  return id
}

/** A day on, so that a tab left open is still told that its secret has ended, and not that it never was. */
async function forgetEnded(transaction: RoleTransaction, keyId: string): Promise<void> {
  await transaction
    .deleteFrom('core.api_key_secrets')
    .where('key_id', '=', keyId)
    .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
}

async function endOldest(transaction: RoleTransaction, keyId: string): Promise<void> {
  await transaction
    .updateTable('core.api_key_secrets')
    .set({ expires_at: sql`now()` })
    .where('key_id', '=', keyId)
    .where('expires_at', '>', sql<Date>`now()`)
    .where('id', 'not in', (newest) =>
      newest.selectFrom('core.api_key_secrets').select('id').where('key_id', '=', keyId).orderBy('id', 'desc').limit(maxLiveSecrets),
    )
    .execute()
}
