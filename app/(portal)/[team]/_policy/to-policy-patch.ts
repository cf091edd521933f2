import { clientTools } from '#lib/shared/policy/client-tools'
import type { PolicyFormFields } from './policy-fields'
import { type BudgetRow, type KeptName, limitMetrics, type LimitRow } from './policy-values'

/**
 * The members of a policy that a form stands for, null where it sets nothing. What is kept is the form's beginning that its
 * fields cannot show: a list that is there and empty allows nothing, and stays as long as nothing is written into it.
 */
export function toPolicyPatch(form: PolicyFormFields, keeps: (name: KeptName) => boolean) {
  const rule = form['clients.rule']
  const tools = clientTools.filter((tool) => form['clients.tools'].split(',').includes(tool))
  return {
    models: allowDeny(form['models.allow'], form['models.deny'], keeps('models.allow')),
    endpoints: allowDeny(form['endpoints.allow'], form['endpoints.deny'], keeps('endpoints.allow')),
    ip_allow: form.ip_allow.length > 0 || keeps('ip_allow') ? form.ip_allow : null,
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
      ...(form['log.address'] ? { address: true } : keeps('log.address') ? { address: false } : {}),
    }),
    end_users: endUsersOf(form),
    ...(form.tags === undefined ? {} : { tags: listOrNull(form.tags) }),
    ...(form.budgets === undefined ? {} : { budgets: form.budgets.map(toBudget) }),
  }
}

function endUsersOf(form: PolicyFormFields) {
  const limits = limitsOf(form, 'end_users.limits.')
  const budgets = (form['end_users.budgets'] ?? []).map(({ amount, period, mode }) => ({
    amount_usd: usdOf(amount),
    period,
    ...(mode === 'soft' ? { mode } : {}),
  }))
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

function limitsOf(form: PolicyFormFields, prefix: 'limits.' | 'end_users.limits.'): Record<string, number> {
  return Object.fromEntries(
    limitMetrics.flatMap((metric) => {
      const value = form[`${prefix}${metric}`]
      return value.trim() === '' ? [] : [[metric, wholeNumber(value)]]
    }),
  )
}

function allowDeny(allow: readonly string[], deny: readonly string[], keepsEmpty: boolean) {
  return orNull({ ...(allow.length > 0 || keepsEmpty ? { allow } : {}), ...(deny.length > 0 ? { deny } : {}) })
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
