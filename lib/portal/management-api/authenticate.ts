import type { ManagementKeyActor } from '#lib/portal/acting/actor'
import { operatorMay } from '#lib/portal/acting/permissions'
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
      .leftJoin('core.users as u', 'u.id', 'k.created_by')
      .select(['k.id', 'k.team_id', 'k.created_by', 'k.read_only', 't.status', 'u.operator_role', 'u.disabled_at'])
      .where('s.secret_hash', '=', hashSecret(secret))
      .where('k.revoked_at', 'is', null)
      .executeTakeFirst(),
  )
  if (!key || !isStillBacked(key) || key.status === 'deleted') throw new TollgateError('invalid_api_key')
  if (key.status === 'disabled') throw new TollgateError('team_disabled')
  return { kind: 'management_key', keyId: key.id, teamId: key.team_id, readOnly: key.read_only }
}

interface Backing {
  team_id: string | null
  created_by: string | null
  operator_role: string | null
  disabled_at: Date | null
}

/**
 * A key of operator scope acts for the operator who made it, and is worth no more than that person is now. A team's key
 * belongs to the team, and one that Tollgate made itself to the installation.
 */
function isStillBacked({ team_id, created_by, operator_role, disabled_at }: Backing): boolean {
  if (team_id !== null || created_by === null) return true
  return disabled_at === null && operatorMay('management_key.change', operator_role)
}
