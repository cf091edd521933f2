import { noRates, type PriceTier, rateColumns, rateNames } from '#lib/portal/prices/price'
import type { Json } from '#lib/shared/database/types'

/** Tiers as the column keeps them. Amounts are text: a JSON number would lose digits beyond 2^53. */
export function serializeTiers(tiers: readonly PriceTier[]): string {
  return JSON.stringify(
    tiers.map((tier) => {
      const rates = rateNames.flatMap((name) => {
        const nanos = tier.rates[name]
        return nanos === null ? [] : [[`${rateColumns[name]}_nanos_per_million`, nanos.toString()] as const]
      })
      return { above_input_tokens: tier.aboveInputTokens, ...Object.fromEntries(rates) }
    }),
  )
}

export function parseTiers(stored: Json): PriceTier[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((tier) => {
    if (tier === null || typeof tier !== 'object' || Array.isArray(tier)) return []
    const rates = { ...noRates }
    for (const name of rateNames) {
      const nanos = tier[`${rateColumns[name]}_nanos_per_million`]
      rates[name] = typeof nanos === 'string' || typeof nanos === 'number' ? BigInt(nanos) : null
    }
    return [{ aboveInputTokens: Number(tier.above_input_tokens), rates }]
  })
}
