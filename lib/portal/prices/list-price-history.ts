import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { reading } from '#lib/portal/acting/run-verb'
import type { PriceVersion } from '#lib/portal/prices/price'
import { toPriceVersion } from '#lib/portal/prices/price-row'

/** Newer versions than these are what anyone looks at; older ones are in the audit log. */
const listed = 100

export interface PriceHistoryLine extends PriceVersion {
  /** Who made it, as far as it is known: a mail address or a management key's name. */
  madeBy: string | null
  /** The channel of a cost of its own. */
  channelName: string | null
  /** Whether requests admitted now take it. */
  current: boolean
}

/** The versions of a model's prices, newest first, with who made them. */
export function listPriceHistory(actor: Actor, model: string): Promise<PriceHistoryLine[]> {
  return reading(actor, 'price.read', null, async (transaction) => {
    const rows = await transaction
      .selectFrom('core.price_versions as p')
      .selectAll('p')
      .select([
        sql<
          string | null
        >`(select coalesce((select u.email from core.users u where u.id = a.actor_id), (select k.name from core.management_keys k where k.id = a.actor_id))
          from core.audit_log a where a.target_id = p.id::text order by a.id limit 1)`.as('made_by'),
        sql<string | null>`(select c.name from core.channels c where c.id = p.channel_id)`.as('channel_name'),
      ])
      .where('p.model', '=', model)
      .orderBy('p.version', 'desc')
      .limit(listed)
      .execute()
    const seen = new Set<string>()
    return rows.map((row) => {
      const slot = [row.kind, row.customer_group, row.channel_id].join('|')
      const current = !seen.has(slot)
      seen.add(slot)
      return { ...toPriceVersion(row), madeBy: row.made_by, channelName: row.channel_name, current }
    })
  })
}
