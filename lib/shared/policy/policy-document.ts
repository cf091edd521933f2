import { z } from 'zod'
import { networkSchema } from '#lib/shared/network-schema'
import { clientTools } from '#lib/shared/policy/client-tools'
import { countLimitsMet } from '#lib/shared/policy/count-limits-met'

const longestList = 200
const mostTokens = 2 ** 31 - 1

const modelName = z.string().regex(/^[^\s*]{1,200}$/, 'must be the name of a model')
const modelPattern = z.string().regex(/^[^\s]{1,200}$/, 'must be the name of a model, in which * stands for any characters')
const endpoint = z
  .string()
  .regex(
    /^(?:(?:GET|POST|PUT|PATCH|DELETE) )?[\w*~.:@+-][\w*~.:@+/-]{0,199}$/,
    'must be a path below /v1 such as "chat/completions" or "POST chat/*", in which * stands for any characters',
  )
const amountUsd = z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, 'must be a decimal amount with at most nine decimals')
const time = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset, such as 2026-11-22T18:00:00Z' })
/** As budgets by tag find them; administrators put them on. */
export const policyTag = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,63}$/u, 'must be 1 to 64 letters, digits or _ . : / -, the first a letter or digit')

const mostLimitedModels = 20
/** Of one level. A request's limits are looked at in one script, in which no other team's are: few enough to be told at once. */
const mostLimitsMet = 12

const listOf = <T extends z.ZodType>(item: T) => z.array(item).max(longestList)
const allowDeny = <T extends z.ZodType>(item: T) => z.strictObject({ allow: listOf(item).optional(), deny: listOf(item).optional() })
const recordOf = <K extends z.ZodString, V extends z.ZodType>(key: K, value: V, most = longestList) =>
  z.record(key, value).refine((record) => Object.keys(record).length <= most, `may have ${most} members at most`)
const count = z.int().min(1).max(1_000_000_000)
const manyTokens = z.int().min(1).max(1_000_000_000_000)

const requestLimits = {
  requests_per_minute: count.optional(),
  requests_per_day: count.optional(),
  concurrency: z.int().min(1).max(1_000_000).optional(),
}
const rateLimits = { ...requestLimits, tokens_per_minute: manyTokens.optional(), tokens_per_day: manyTokens.optional() }
const fiveLimits = z.strictObject(rateLimits)
const methodLimits = z.strictObject(requestLimits)

/** Methods that limits can tell apart; `HEAD` counts as `GET`. */
export const limitedMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const policyPeriods = ['day', 'week', 'month', 'quarter', 'total'] as const
export const policyModes = ['hard', 'soft'] as const
/** Percentages at which people are told, unless a budget says its own. */
export const usualThresholds = [50, 80, 100] as const

const budgetMode = z.enum(policyModes).optional().describe('soft only counts and notifies; hard unless said')
const onePerPeriodAndMode = (list: readonly { period: string; mode?: string | undefined }[]) =>
  new Set(list.map(({ period, mode }) => `${period} ${mode ?? 'hard'}`)).size === list.length

const budget = z.strictObject({
  amount_usd: amountUsd,
  period: z.enum(policyPeriods),
  mode: budgetMode,
  thresholds: z
    .array(z.int().min(1).max(100))
    .max(10)
    .optional()
    .describe('Percentages at which people are told; 50, 80 and 100 unless said'),
  on_exhausted: z
    .union([z.literal('block'), z.strictObject({ model: modelName })])
    .optional()
    .describe('Refuse ("block", unless said), or plan the request once more with this model'),
})

const defaults = z
  .strictObject({
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    presence_penalty: z.number().min(-2).max(2).optional(),
    frequency_penalty: z.number().min(-2).max(2).optional(),
    seed: z.int().optional(),
    reasoning_effort: z
      .string()
      .regex(/^[a-z_]{1,32}$/)
      .optional(),
    max_tokens: z.int().min(1).max(mostTokens).optional(),
    max_completion_tokens: z.int().min(1).max(mostTokens).optional(),
    verbosity: z
      .string()
      .regex(/^[a-z_]{1,32}$/)
      .optional(),
    user: z.string().min(1).max(256).optional(),
  })
  .refine((fields) => fields.max_tokens === undefined || fields.max_completion_tokens === undefined, {
    message: 'set one of max_tokens and max_completion_tokens',
    path: ['max_tokens'],
  })

/** What a team, a member or a key is bound to, as it is stored and sent; every member may be absent, `{}` sets nothing. */
export const policySchema = z.strictObject({
  models: allowDeny(modelPattern).optional(),
  endpoints: allowDeny(endpoint).optional(),
  ip_allow: listOf(networkSchema).optional(),
  expires_at: time.optional(),
  limits: z
    .strictObject({
      ...rateLimits,
      per_model: recordOf(modelPattern, fiveLimits, mostLimitedModels).optional(),
      per_method: z.partialRecord(z.enum(limitedMethods), methodLimits).optional(),
    })
    .refine((limits) => countLimitsMet(limits) <= mostLimitsMet, {
      message: `one request may meet ${mostLimitsMet} limits of a policy at most, those of patterns that match a model together included`,
      path: ['per_model'],
    })
    .optional(),
  budgets: z
    .array(budget)
    .max(policyPeriods.length * policyModes.length)
    .refine(onePerPeriodAndMode, 'may hold one budget per period and mode')
    .optional(),
  max_output_tokens: z.int().min(1).max(mostTokens).optional(),
  max_request_usd: amountUsd.optional(),
  clients: allowDeny(z.enum(clientTools)).optional(),
  aliases: recordOf(modelName, modelName).optional(),
  tags: z.array(policyTag).max(20).optional(),
  defaults: defaults.optional(),
  log: z.strictObject({ metadata: z.boolean().optional(), end_user: z.boolean().optional(), address: z.boolean().optional() }).optional(),
  end_users: z
    .strictObject({
      required: z.boolean().optional().describe('Requests that name no end user are refused'),
      limits: fiveLimits.optional(),
      budgets: z
        .array(z.strictObject({ amount_usd: amountUsd, period: z.enum(policyPeriods), mode: budgetMode }))
        .max(policyPeriods.length * policyModes.length)
        .refine(onePerPeriodAndMode, 'may hold one budget per period and mode')
        .optional(),
    })
    .optional(),
  block_after_failures: z.int().min(2).max(1000).optional().describe('Failed requests in a row after which the key is blocked'),
})

export type PolicyDocument = z.infer<typeof policySchema>
export type PolicyMember = keyof PolicyDocument
export type RateLimits = z.infer<typeof fiveLimits>
export type MethodLimits = z.infer<typeof methodLimits>
export type LimitedMethod = (typeof limitedMethods)[number]
export type DefaultField = keyof NonNullable<PolicyDocument['defaults']>
export type PolicyBudget = NonNullable<PolicyDocument['budgets']>[number]

/** Levels from the widest to the nearest; each can only narrow what the ones before allow. */
export const policyLevels = ['team', 'member', 'key'] as const
export type PolicyLevelName = (typeof policyLevels)[number]

/** A document and whose it is: the id of the team, of the user whose membership it is, or of the key. */
export interface PolicyLevel {
  level: PolicyLevelName
  id: string
  policy: PolicyDocument
}
