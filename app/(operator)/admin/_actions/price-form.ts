import { z } from 'zod'
import { noRates, type Price, type PriceValues } from '#lib/portal/prices/price'
import { optionalUsdField, percentField } from '../../../_auth/form-fields'

interface Amounts {
  input: bigint | null
  output: bigint | null
  cacheRead: bigint | null
  request: bigint | null
}

/** Input and output come together: half of the two would sell the other half for nothing. */
export const priceForm = z
  .object({
    name: z.string().trim().min(1, 'required').max(200, 'value'),
    input: optionalUsdField('price'),
    output: optionalUsdField('price'),
    cacheRead: optionalUsdField('price'),
    request: optionalUsdField('price'),
    markupPercent: percentField,
  })
  .superRefine((form, context) => {
    if (form.input === null && form.output === null && form.cacheRead === null) return
    for (const name of ['input', 'output'] as const) {
      if (form[name] === null) context.addIssue({ code: 'custom', path: [name], message: 'price' })
    }
  })

/**
 * The price a form means, or null for none. Alone, a price per request makes tokens free; otherwise classes and tiers
 * that the form does not show stay as they are.
 */
export function pricesOf({ input, output, cacheRead, request }: Amounts, current: Price | null): PriceValues | null {
  if (input !== null && output !== null) {
    return { rates: { ...noRates, ...current?.rates, input, output, cacheRead }, requestNanos: request, tiers: current?.tiers ?? [] }
  }
  return request === null ? null : { rates: { ...noRates, input: 0n, output: 0n }, requestNanos: request, tiers: [] }
}
