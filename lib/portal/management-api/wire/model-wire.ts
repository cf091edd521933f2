import { z } from 'zod'
import { timeOut } from '#lib/portal/management-api/wire/fields'
import { pricesIn, pricesInput, pricesOut, showPrices } from '#lib/portal/management-api/wire/price-wire'
import type { Model } from '#lib/portal/models/model'
import type { PutModelInput } from '#lib/portal/models/put-model'

const words = z.array(z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,39}$/, 'must be lower-case words such as tools or json_schema')).max(50)
const tokens = z.number().int().positive().max(2_000_000_000).nullable()

export const modelIn = z
  .strictObject({
    display_name: z.string().trim().max(200),
    vendor: z.string().trim().max(100),
    context_length: tokens,
    max_output_tokens: tokens,
    max_image_tokens: tokens.describe('The most one image can cost; holds count with it'),
    capabilities: words,
    input_modalities: words,
    output_modalities: words,
    markup_ppm: z.number().int().min(0).max(1_000_000_000).describe('Multiplier on imported prices; 1000000 leaves them as they are'),
    prices: pricesIn.nullable().describe("The default group's sell price; null withdraws it, and the model is not sold"),
  })
  .partial()
  .meta({ id: 'ModelInput' })

export const modelOut = z
  .object({
    model: z.string(),
    display_name: z.string(),
    vendor: z.string(),
    context_length: z.number().int().nullable(),
    max_output_tokens: z.number().int().nullable(),
    max_image_tokens: z.number().int().nullable(),
    capabilities: z.array(z.string()),
    input_modalities: z.array(z.string()),
    output_modalities: z.array(z.string()),
    markup_ppm: z.number().int().nullable().describe('Operators only'),
    prices: pricesOut.nullable(),
    cost_prices: pricesOut.nullable().describe('Operators only: what it costs on channels without a cost of their own'),
    created_at: timeOut,
  })
  .meta({ id: 'Model' })

export function modelInput(name: string, body: z.infer<typeof modelIn>): PutModelInput {
  return {
    name,
    displayName: body.display_name,
    vendor: body.vendor,
    contextLength: body.context_length,
    maxOutputTokens: body.max_output_tokens,
    maxImageTokens: body.max_image_tokens,
    capabilities: body.capabilities,
    inputModalities: body.input_modalities,
    outputModalities: body.output_modalities,
    markupPpm: body.markup_ppm === undefined ? undefined : BigInt(body.markup_ppm),
    prices: body.prices && pricesInput(body.prices),
  }
}

/** `forOperator` adds what a team has no business to know. */
export function showModel(model: Model, forOperator: boolean): z.infer<typeof modelOut> {
  return {
    model: model.name,
    display_name: model.displayName,
    vendor: model.vendor,
    context_length: model.contextLength,
    max_output_tokens: model.maxOutputTokens,
    max_image_tokens: model.maxImageTokens,
    capabilities: model.capabilities,
    input_modalities: model.inputModalities,
    output_modalities: model.outputModalities,
    markup_ppm: forOperator ? Number(model.markupPpm) : null,
    prices: model.sellPrice && showPrices(model.sellPrice),
    cost_prices: model.costPrice && showPrices(model.costPrice),
    created_at: model.createdAt.toISOString(),
  }
}
