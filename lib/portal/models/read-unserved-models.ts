import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'

/** Models that some group may buy now and no enabled channel serves, by name: every request for them is refused. */
export async function readUnservedModels(transaction: RoleTransaction): Promise<string[]> {
  const { rows } = await sql<{ model: string }>`
    select distinct newest.model
    from (
      select distinct on (price.model, price.customer_group) price.model, price.withdrawn
      from core.price_versions as price
      where price.kind = 'sell'
      order by price.model, price.customer_group, price.version desc
    ) as newest
    where not newest.withdrawn
      and not exists (
        select 1
        from core.channel_models as served
        join core.channels as channel on channel.id = served.channel_id
        where served.model = newest.model and channel.enabled and channel.deleted_at is null
      )
    order by newest.model`.execute(transaction)
  return rows.map((row) => row.model)
}
