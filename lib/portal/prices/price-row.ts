import type { Selectable } from 'kysely'
import { noRates, type Price, type PriceValues, type PriceVersion, rateColumns, rateNames } from '#lib/portal/prices/price'
import { parseTiers } from '#lib/portal/prices/price-tiers'
import type { CorePriceVersions } from '#lib/shared/database/types'

export function toPriceVersion(row: Selectable<CorePriceVersions>): PriceVersion {
  return {
    id: row.id,
    kind: row.kind === 'sell' ? 'sell' : 'cost',
    model: row.model,
    customerGroup: row.customer_group,
    channelId: row.channel_id,
    source: row.source === 'manual' ? 'manual' : 'genai-prices',
    createdAt: row.created_at,
    values: row.withdrawn ? null : toValues(row),
  }
}

/** The price of a version, or null when that version withdrew it. */
export function toPrice({ values, ...version }: PriceVersion): Price | null {
  return values && { ...version, ...values }
}

function toValues(row: Selectable<CorePriceVersions>): PriceValues {
  const rates = { ...noRates }
  for (const name of rateNames) rates[name] = row[`${rateColumns[name]}_nanos_per_million`]
  return {
    rates: { ...rates, input: rates.input ?? 0n, output: rates.output ?? 0n },
    requestNanos: row.request_nanos,
    tiers: parseTiers(row.tiers),
  }
}
