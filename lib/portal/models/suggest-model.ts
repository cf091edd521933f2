import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { type CatalogueModel, readCatalogue } from '#lib/portal/models/read-catalogue'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

const recentMs = 6 * 3_600_000

/** The model that examples name and the playground begins with: one that answers, and of those the cheapest; null without any. */
export function suggestModel(actor: Actor, teamId: string, now = new Date()): Promise<string | null> {
  return asPortal(async (transaction) => {
    await requirePermission(transaction, actor, 'catalogue.read', teamId)
    const team = await transaction.selectFrom('core.teams').select('customer_group').where('id', '=', teamId).executeTakeFirstOrThrow()
    const models = await readCatalogue(transaction, team.customer_group)
    return chooseModel(models, await readTroubled(transaction, new Date(now.getTime() - recentMs)))
  })
}

type Offered = Pick<CatalogueModel, 'name' | 'available' | 'outputModalities' | 'price'>

/** What writes text goes before what does not, what is served before what is not, what works before what fails; then by price and name. */
export function chooseModel(models: readonly Offered[], troubled: ReadonlySet<string>): string | null {
  const worst = (model: Offered) =>
    (model.available ? 0 : 4) + (model.outputModalities.includes('text') ? 0 : 2) + (troubled.has(model.name) ? 1 : 0)
  const priceOf = ({ price: { rates } }: Offered) => Number(rates.input + rates.output)
  const [first] = models.toSorted((a, b) => worst(a) - worst(b) || priceOf(a) - priceOf(b) || (a.name < b.name ? -1 : 1))
  return first?.name ?? null
}

/** Models of which every channel fails: in most of its recent requests, or in its last test where there were none. */
async function readTroubled(transaction: RoleTransaction, since: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ model: string }>`
    select served.model
    from core.channel_models served
    join core.channels channel on channel.id = served.channel_id and channel.enabled and channel.deleted_at is null
    left join core.channel_tests test on test.channel_id = served.channel_id and test.model = served.model
    left join (
      select model, channel_id, sum(requests) as requests, sum(failures) as failures
      from usage.quarter_totals where quarter >= ${since} group by model, channel_id
    ) recent on recent.channel_id = served.channel_id and recent.model = served.model
    group by served.model
    having bool_and(case when recent.requests > 0 then recent.failures * 2 > recent.requests else test.ok is false end)
  `.execute(transaction)
  return new Set(rows.map(({ model }) => model))
}
