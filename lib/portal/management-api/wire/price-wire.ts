import { z } from 'zod'
import { amountUsdIn, idOut, showIdOrNull, showUsdOrNull, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { type PriceValues, type PriceVersion, rateColumns, type RateName, rateNames, type Rates } from '#lib/portal/prices/price'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

type RateField = `${(typeof rateColumns)[RateName]}_per_million_usd`
const fieldOf = (name: RateName): RateField => `${rateColumns[name]}_per_million_usd`

/** One field per class of tokens, built from the one list of classes. */
function rateFields<Field extends z.ZodType>(field: Field): Record<RateField, Field> {
  return Object.fromEntries(rateNames.map((name) => [fieldOf(name), field])) as Record<RateField, Field>
}

const optionalRate = amountUsdIn.nullable().optional()

export const pricesIn = z
  .strictObject({
    ...rateFields(optionalRate),
    input_per_million_usd: amountUsdIn,
    output_per_million_usd: amountUsdIn,
    request_usd: optionalRate.describe('For each request, beside its tokens'),
    tiers: z
      .array(z.strictObject({ above_input_tokens: z.number().int().positive(), ...rateFields(optionalRate) }))
      .max(10)
      .optional()
      .describe('Past this much input the whole request takes these rates'),
  })
  .meta({ id: 'PricesInput' })

export const pricesOut = z
  .object({
    ...rateFields(usdOut.nullable()),
    request_usd: usdOut.nullable(),
    tiers: z.array(z.object({ above_input_tokens: z.number().int(), ...rateFields(usdOut.nullable()) })),
  })
  .meta({ id: 'Prices' })

export const priceVersionOut = z
  .object({
    id: idOut('price'),
    kind: z.enum(['sell', 'cost']),
    model: z.string(),
    customer_group: z.string().nullable(),
    channel_id: idOut('chan').nullable(),
    source: z.enum(['manual', 'genai-prices']),
    prices: pricesOut.nullable().describe('Null: withdrawn'),
    created_at: timeOut,
  })
  .meta({ id: 'PriceVersion' })

function ratesInput(fields: Partial<Record<RateField, bigint | null>>): Rates {
  return Object.fromEntries(rateNames.map((name) => [name, fields[fieldOf(name)] ?? null])) as Rates
}

export function pricesInput(fields: z.infer<typeof pricesIn>): PriceValues {
  return {
    rates: { ...ratesInput(fields), input: fields.input_per_million_usd, output: fields.output_per_million_usd },
    requestNanos: fields.request_usd ?? null,
    tiers: (fields.tiers ?? []).map((tier) => ({ aboveInputTokens: tier.above_input_tokens, rates: ratesInput(tier) })),
  }
}

function showRates(rates: Rates): Record<RateField, string | null> {
  const entries = rateNames.map((name) => [fieldOf(name), rates[name] === null ? null : formatUsd(rates[name])])
  return Object.fromEntries(entries) as Record<RateField, string | null>
}

export function showPrices(values: PriceValues): z.infer<typeof pricesOut> {
  return {
    ...showRates(values.rates),
    request_usd: showUsdOrNull(values.requestNanos),
    tiers: values.tiers.map((tier) => ({ above_input_tokens: tier.aboveInputTokens, ...showRates(tier.rates) })),
  }
}

export function showPriceVersion(version: PriceVersion): z.infer<typeof priceVersionOut> {
  return {
    id: showId('price', version.id),
    kind: version.kind,
    model: version.model,
    customer_group: version.customerGroup,
    channel_id: showIdOrNull('chan', version.channelId),
    source: version.source,
    prices: version.values && showPrices(version.values),
    created_at: version.createdAt.toISOString(),
  }
}
