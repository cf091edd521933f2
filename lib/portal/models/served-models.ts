import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Those of these models that at least one enabled channel serves. */
export async function readServedModels(transaction: RoleTransaction, models: readonly string[]): Promise<ReadonlySet<string>> {
  if (models.length === 0) return new Set()
  const rows = await transaction
    .selectFrom('core.channel_models as served')
    .innerJoin('core.channels as channel', 'channel.id', 'served.channel_id')
    .select('served.model')
    .distinct()
    .where('served.model', 'in', models)
    .where('channel.enabled', '=', true)
    .where('channel.deleted_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.model))
}
