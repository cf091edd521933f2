import 'server-only'
import { z } from 'zod'
import { clientTools } from '#lib/shared/policy/client-tools'
import { type PolicyPatch, policyPatchSchema } from '#lib/shared/policy/patch-policy'
import { linesField } from '../../../_auth/form-fields'
import { readDay } from '../../../_period/zone-days'
import { type BudgetRow, type LimitMetric, limitMetrics, type LimitRow } from './policy-values'

const text = z.string().max(20_000)
const mark = z.literal('on').or(z.literal('')).default('')

/** Rows that the form holds as JSON. */
function rowsOf<Row extends z.ZodType>(row: Row) {
  return text.transform((json, context) => {
    const parsed = z.array(row).max(400).safeParse(readJson(json))
    if (parsed.success) return parsed.data
    context.addIssue({ code: 'custom', message: 'value' })
    return z.NEVER
  })
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const limitRows = rowsOf(z.object({ of: z.enum(['model', 'method']), name: text, metric: z.enum(limitMetrics), amount: text }))
const budgetRows = rowsOf(z.object({ amount: text, period: text, mode: text, thresholds: text, model: text }))
const endUserBudgetRows = rowsOf(z.object({ amount: text, period: text }))

const prefixed = <Prefix extends string>(prefix: Prefix) =>
  Object.fromEntries(limitMetrics.map((metric) => [`${prefix}${metric}`, text])) as Record<`${Prefix}${LimitMetric}`, typeof text>

/** What administrators set is absent from the form of others, and then left as it is. */
const fields = z.object({
  'models.allow': linesField,
  'models.deny': linesField,
  'endpoints.allow': linesField,
  'endpoints.deny': linesField,
  ip_allow: linesField,
  ...prefixed('limits.'),
  ...prefixed('end_users.limits.'),
  'end_users.required': mark,
  'limits.rows': limitRows,
  max_output_tokens: text,
  max_request_usd: text,
  block_after_failures: text,
  'clients.rule': z.enum(['any', 'only', 'except']),
  'clients.tools': text,
  aliases: linesField,
  defaults: linesField,
  'log.metadata': mark,
  'log.end_user': mark,
  'log.address': mark,
  tags: text.optional(),
  budgets: budgetRows.optional(),
  'end_users.budgets': endUserBudgetRows.optional(),
})
type Fields = z.infer<typeof fields>

export interface PolicyForm {
  /** Only the members that were changed: what others change meanwhile stays. */
  patch: PolicyPatch
  /** The last day by the team's clock, null for none; undefined where it was not touched. */
  lastDay: string | null | undefined
}

/** A policy's form as the change it asks for, beside what it began with; what is wrong is said at its field. */
export const policyForm = fields
  .extend({ expires: text, was: text.transform(readJson).pipe(fields.extend({ expires: text })) })
  .transform(({ was, expires, ...form }, context): PolicyForm => {
    const wrong = (field: string) => context.addIssue({ code: 'custom', path: [field], message: messageOf(field) })
    const lastDay = expires === was.expires ? undefined : expires || null
    if (lastDay && readDay(lastDay) === null) wrong('expires')
    const before = new Map(Object.entries(toPatch(was)).map(([name, value]) => [name, JSON.stringify(value)]))
    const whole = { ...form, 'end_users.budgets': form['end_users.budgets'] ?? was['end_users.budgets'] }
    const changed = Object.entries(toPatch(whole)).filter(([name, value]) => JSON.stringify(value) !== before.get(name))
    const parsed = policyPatchSchema.safeParse(Object.fromEntries(changed))
    if (parsed.success) return { patch: parsed.data, lastDay }
    for (const issue of parsed.error.issues) wrong(fieldOf(issue.path.map(String)))
    return z.NEVER
  })

function toPatch(form: Fields) {
  const rule = form['clients.rule']
  const tools = clientTools.filter((tool) => form['clients.tools'].split(',').includes(tool))
  return {
    models: allowDeny(form['models.allow'], form['models.deny']),
    endpoints: allowDeny(form['endpoints.allow'], form['endpoints.deny']),
    ip_allow: form.ip_allow.length > 0 ? form.ip_allow : null,
    limits: orNull({ ...limitsOf(form, 'limits.'), ...splitRows(form['limits.rows']) }),
    max_output_tokens: numberOrNull(form.max_output_tokens),
    max_request_usd: usdOf(form.max_request_usd) || null,
    block_after_failures: numberOrNull(form.block_after_failures),
    clients: rule === 'any' ? null : { [rule === 'only' ? 'allow' : 'deny']: tools },
    aliases: orNull(readPairs(form.aliases)),
    defaults: orNull(Object.fromEntries(Object.entries(readPairs(form.defaults)).map(([name, value]) => [name, plainOrText(name, value)]))),
    log: orNull({
      ...(form['log.metadata'] ? {} : { metadata: false }),
      ...(form['log.end_user'] ? {} : { end_user: false }),
      ...(form['log.address'] ? { address: true } : {}),
    }),
    end_users: endUsersOf(form),
    ...(form.tags === undefined ? {} : { tags: listOrNull(form.tags) }),
    ...(form.budgets === undefined ? {} : { budgets: form.budgets.map(toBudget) }),
  }
}

function endUsersOf(form: Fields) {
  const limits = limitsOf(form, 'end_users.limits.')
  const budgets = (form['end_users.budgets'] ?? []).map(({ amount, period }) => ({ amount_usd: usdOf(amount), period }))
  return orNull({
    ...(form['end_users.required'] ? { required: true } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(budgets.length > 0 ? { budgets } : {}),
  })
}

function toBudget({ amount, period, mode, thresholds, model }: BudgetRow) {
  return {
    amount_usd: usdOf(amount),
    period,
    mode,
    thresholds: (listOrNull(thresholds) ?? []).map(Number),
    on_exhausted: model.trim() === '' ? 'block' : { model: model.trim() },
  }
}

function splitRows(given: readonly LimitRow[]) {
  const per: Record<'per_model' | 'per_method', Record<string, Record<string, number>>> = { per_model: {}, per_method: {} }
  for (const { of, name, metric, amount } of given) {
    const group = per[of === 'method' ? 'per_method' : 'per_model']
    group[name.trim()] = { ...group[name.trim()], [metric]: wholeNumber(amount) }
  }
  return Object.fromEntries(Object.entries(per).filter(([, group]) => Object.keys(group).length > 0))
}

const usdOf = (amount: string) => amount.trim().replace(/^\$/, '')
const wholeNumber = (value: string) =>
  /^\d+$/.test(value.trim().replaceAll(',', '')) ? Number(value.trim().replaceAll(',', '')) : Number.NaN
const numberOrNull = (value: string) => (value.trim() === '' ? null : wholeNumber(value))

function limitsOf(form: Fields, prefix: 'limits.' | 'end_users.limits.'): Record<string, number> {
  return Object.fromEntries(
    limitMetrics.flatMap((metric) => {
      const value = form[`${prefix}${metric}`]
      return value.trim() === '' ? [] : [[metric, wholeNumber(value)]]
    }),
  )
}

function allowDeny(allow: readonly string[], deny: readonly string[]) {
  return orNull({ ...(allow.length > 0 ? { allow } : {}), ...(deny.length > 0 ? { deny } : {}) })
}

function orNull<T extends object>(value: T): T | null {
  return Object.keys(value).length > 0 ? value : null
}

function listOrNull(value: string): string[] | null {
  const list = value
    .split(/[,，、\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return list.length > 0 ? list : null
}

/** Lines `name = value`; one without a value is found wrong by the schema. */
function readPairs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )
}

const textDefaults = ['reasoning_effort', 'verbosity', 'user']

function plainOrText(name: string, value: string): string | number {
  return textDefaults.includes(name) || value === '' ? value : Number(value)
}

function fieldOf([first = '', second, third]: readonly string[]): string {
  if (first === 'limits' && second?.startsWith('per_')) return 'limits.rows'
  if (first === 'end_users' && second === 'limits') return `end_users.limits.${third}`
  if (first === 'clients') return 'clients.rule'
  return ['models', 'endpoints', 'limits', 'end_users', 'log'].includes(first) && second ? `${first}.${second}` : first
}

function messageOf(field: string): string {
  if (field === 'expires') return 'day'
  if (field.startsWith('models.')) return 'modelPatterns'
  if (field.startsWith('endpoints.')) return 'endpointPatterns'
  if (field === 'ip_allow') return 'addresses'
  if (field === 'max_request_usd') return 'amount'
  if (field === 'limits.rows') return 'limitRows'
  if (field === 'budgets' || field === 'end_users.budgets') return 'budgetRows'
  if (field === 'tags') return 'tagList'
  return field === 'aliases' || field === 'defaults' ? `${field}Lines` : 'countOrNothing'
}
