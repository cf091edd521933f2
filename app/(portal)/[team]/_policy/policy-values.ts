import { clientTools } from '#lib/shared/policy/client-tools'
import type { PolicyDocument, RateLimits } from '#lib/shared/policy/policy-document'

export const limitMetrics = [
  'requests_per_minute',
  'tokens_per_minute',
  'requests_per_day',
  'tokens_per_day',
  'concurrency',
] as const satisfies readonly (keyof RateLimits)[]
export type LimitMetric = (typeof limitMetrics)[number]

/** A limit of some requests only: those to models of a pattern, or with one HTTP method. */
export interface LimitRow {
  of: 'model' | 'method'
  name: string
  metric: LimitMetric
  amount: string
}

export interface EndUserBudgetRow {
  amount: string
  period: string
  mode: string
}

export interface BudgetRow extends EndUserBudgetRow {
  thresholds: string
  /** Empty: requests are refused. */
  model: string
}

/** A policy as the fields of its form hold it, by their names; rows are JSON. */
export type PolicyFields = Record<string, string>

const trim = (usd: string) => usd.replace(/\.?0+$/, '')
const lines = (list: readonly string[] | undefined) => (list ?? []).join('\n')
const pairs = (record: Readonly<Record<string, unknown>> | undefined) =>
  Object.entries(record ?? {})
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join('\n')
const shown = (value: number | undefined) => (value === undefined ? '' : String(value))

export function toPolicyFields(policy: PolicyDocument): PolicyFields {
  const { limits = {}, end_users: endUsers = {}, log = {} } = policy
  const budgets: BudgetRow[] = (policy.budgets ?? []).map((budget) => ({
    amount: trim(budget.amount_usd),
    period: budget.period,
    mode: budget.mode ?? 'hard',
    thresholds: (budget.thresholds ?? []).join(', '),
    model: typeof budget.on_exhausted === 'object' ? budget.on_exhausted.model : '',
  }))
  const perEndUser: EndUserBudgetRow[] = (endUsers.budgets ?? []).map(({ amount_usd: usd, period, mode = 'hard' }) => ({
    amount: trim(usd),
    period,
    mode,
  }))
  return {
    'models.allow': lines(policy.models?.allow),
    'models.deny': lines(policy.models?.deny),
    'endpoints.allow': lines(policy.endpoints?.allow),
    'endpoints.deny': lines(policy.endpoints?.deny),
    ip_allow: lines(policy.ip_allow),
    ...Object.fromEntries(limitMetrics.map((metric) => [`limits.${metric}`, shown(limits[metric])])),
    ...Object.fromEntries(limitMetrics.map((metric) => [`end_users.limits.${metric}`, shown(endUsers.limits?.[metric])])),
    'end_users.required': endUsers.required ? 'on' : '',
    'limits.rows': JSON.stringify([...rowsOf('model', limits.per_model), ...rowsOf('method', limits.per_method)]),
    max_output_tokens: shown(policy.max_output_tokens),
    max_request_usd: policy.max_request_usd ?? '',
    block_after_failures: shown(policy.block_after_failures),
    ...clientsOf(policy.clients),
    aliases: pairs(policy.aliases),
    defaults: pairs(policy.defaults),
    'log.metadata': log.metadata === false ? '' : 'on',
    'log.end_user': log.end_user === false ? '' : 'on',
    'log.address': log.address ? 'on' : '',
    tags: (policy.tags ?? []).join(', '),
    budgets: JSON.stringify(budgets),
    'end_users.budgets': JSON.stringify(perEndUser),
    kept: keptOf(policy).join(','),
  }
}

/** What is stored and no field can show: lists that are there and empty, and an address that is never to be kept. */
export type KeptName = 'models.allow' | 'endpoints.allow' | 'ip_allow' | 'log.address'

function keptOf({ models, endpoints, ip_allow: addresses, log }: PolicyDocument): KeptName[] {
  return [
    ...(models?.allow?.length === 0 ? (['models.allow'] as const) : []),
    ...(endpoints?.allow?.length === 0 ? (['endpoints.allow'] as const) : []),
    ...(addresses?.length === 0 ? (['ip_allow'] as const) : []),
    ...(log?.address === false ? (['log.address'] as const) : []),
  ]
}

function rowsOf(of: LimitRow['of'], records: Readonly<Record<string, RateLimits | undefined>> | undefined): LimitRow[] {
  return Object.entries(records ?? {}).flatMap(([name, limits]) =>
    limitMetrics.flatMap((metric) => (limits?.[metric] === undefined ? [] : [{ of, name, metric, amount: String(limits[metric]) }])),
  )
}

/** Who is both allowed and denied is denied, so one list says it. */
function clientsOf(rule: PolicyDocument['clients']): PolicyFields {
  const { allow, deny } = rule ?? {}
  const tools = allow ? allow.filter((tool) => !deny?.includes(tool)) : clientTools.filter((tool) => deny?.includes(tool))
  return { 'clients.rule': allow ? 'only' : deny ? 'except' : 'any', 'clients.tools': tools.join(',') }
}
