import type { ManagementKeyActor } from '#lib/portal/acting/actor'
import { isWellFormedKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/**
 * The management key behind an Authorization header. Asked of the database on every request, so a revoked key is
 * refused on its very next one.
 * @throws TollgateError `missing_api_key`, `invalid_api_key`, or `team_disabled`
 */
export async function authenticate(authorization: string | null): Promise<ManagementKeyActor> {
  const secret = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1]
  if (secret === undefined) throw new TollgateError('missing_api_key')
  if (!isWellFormedKey('management', secret)) throw new TollgateError('invalid_api_key')
  const key = await asPortal((transaction) =>
    transaction
      .selectFrom('core.management_key_secrets as s')
      .innerJoin('core.management_keys as k', 'k.id', 's.key_id')
      .leftJoin('core.teams as t', 't.id', 'k.team_id')
      .select(['k.id', 'k.team_id', 't.status'])
      .where('s.secret_hash', '=', hashSecret(secret))
      .where('k.revoked_at', 'is', null)
      .executeTakeFirst(),
  )
  if (!key) throw new TollgateError('invalid_api_key')
  if (key.status === 'disabled') throw new TollgateError('team_disabled')
  return { kind: 'management_key', keyId: key.id, teamId: key.team_id }
}
