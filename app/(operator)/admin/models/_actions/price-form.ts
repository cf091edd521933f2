import { z } from 'zod'
import { noRates, type Price, type PriceValues, type RateName } from '#lib/portal/prices/price'
import { optionalUsdField, percentField, tickField } from '../../../../_auth/form-fields'

/** Classes beside input, output and cache read; left out of a form, they stay as they are. */
export const furtherRates = [
  'cacheWrite5m',
  'cacheWrite1h',
  'reasoning',
  'audioIn',
  'audioOut',
  'image',
] as const satisfies readonly RateName[]
type FurtherRate = (typeof furtherRates)[number]

interface Amounts extends Partial<Record<FurtherRate, bigint | null>> {
  input: bigint | null
  output: bigint | null
  cacheRead: bigint | null
  request: bigint | null
}

const price = optionalUsdField('price')

/** Input and output come together: half of the two would sell the other half for nothing. */
export const priceForm = z
  .object({
    name: z.string().trim().min(1, 'required').max(200, 'value'),
    group: z
      .string()
      .trim()
      .regex(/^[a-z0-9_-]{1,40}$/, 'group')
      .default('default'),
    input: price,
    output: price,
    cacheRead: price,
    cacheWrite5m: price.optional(),
    cacheWrite1h: price.optional(),
    reasoning: price.optional(),
    audioIn: price.optional(),
    audioOut: price.optional(),
    image: price.optional(),
    request: price,
    markupPercent: percentField.optional(),
    belowCost: tickField,
  })
  .superRefine((form, context) => {
    const token = [form.input, form.output, form.cacheRead, ...furtherRates.map((name) => form[name] ?? null)]
    if (token.every((nanos) => nanos === null)) return
    for (const name of ['input', 'output'] as const) {
      if (form[name] === null) context.addIssue({ code: 'custom', path: [name], message: 'price' })
    }
  })

/**
 * The price a form means, or null for none. Alone, a price per request makes tokens free; otherwise classes and tiers
 * that the form does not show stay as they are.
 */
export function pricesOf({ input, output, cacheRead, request, ...further }: Amounts, current: Price | null): PriceValues | null {
  if (input !== null && output !== null) {
    const rates = { ...noRates, ...current?.rates, input, output, cacheRead }
    for (const name of furtherRates) {
      const nanos = further[name]
      if (nanos !== undefined) rates[name] = nanos
    }
    return { rates, requestNanos: request, tiers: current?.tiers ?? [] }
  }
  return request === null ? null : { rates: { ...noRates, input: 0n, output: 0n }, requestNanos: request, tiers: [] }
}
