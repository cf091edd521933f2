import type { Actor } from '#lib/portal/acting/actor'
import { requireName } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { type ManagementKey, managementKeyColumns, toManagementKey } from '#lib/portal/management-keys/management-key'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export interface CreateManagementKeyInput {
  /** Null: operator scope. */
  teamId: string | null
  name: string
  /** A key that may only read. */
  readOnly?: boolean
}

/** A bearer key of the management API; the secret is shown once. */
export function createManagementKey(
  actor: Actor,
  input: CreateManagementKeyInput,
  joined?: RoleTransaction,
): Promise<{ key: ManagementKey; secret: string }> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'management_key.change', input.teamId)
    const { secret, display } = mintApiKey('management')
    const row = await transaction
      .insertInto('core.management_keys')
      .values({
        id: newId(),
        team_id: input.teamId,
        name: requireName(input.name),
        display,
        read_only: input.readOnly ?? false,
        created_by: actor.kind === 'user' ? actor.userId : null,
        revoked_at: null,
      })
      .returning(managementKeyColumns)
      .executeTakeFirstOrThrow()
    await transaction
      .insertInto('core.management_key_secrets')
      .values({ key_id: row.id, secret_hash: hashSecret(secret) })
      .execute()
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: 'management_key.create',
      targetKind: 'management_key',
      targetId: row.id,
      after: { name: row.name, display, read_only: row.read_only },
    })
    return { key: toManagementKey(row), secret }
  })
}
