import type { RoleTransaction } from '#lib/shared/database/as-role'

/**
 * Taken first by every verb that changes channels, models or prices. Each such change raises the one snapshot
 * version; two that took it last, after rows of their own, could wait for each other for ever.
 */
export async function lockCatalogue(transaction: RoleTransaction): Promise<void> {
  await transaction.selectFrom('core.snapshot_state').select('version').forUpdate().execute()
}
