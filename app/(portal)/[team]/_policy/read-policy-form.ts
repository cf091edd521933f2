import { z } from 'zod'
import { findLoosened } from '#lib/shared/policy/find-loosened'
import { patchPolicy, type PolicyPatch, policyPatchSchema } from '#lib/shared/policy/patch-policy'
import { readDay } from '../../../_period/zone-days'
import { policyFields, type PolicyFormFields, readJson, text } from './policy-fields'
import { toPolicyPatch } from './to-policy-patch'

export interface PolicyForm {
  /** Only the members that were changed: what others change meanwhile stays. */
  patch: PolicyPatch
  /** The last day by the team's clock, null for none; undefined where it was not touched. */
  lastDay: string | null | undefined
  /** The fields that ask for more than before. */
  loosens: string[]
  /** The fields that are others than the form began with. */
  touched: string[]
  /** What the form began with, as the verbs compare it. */
  seen: Record<string, string> | undefined
}

/** A policy's form as the change it asks for, beside what it began with; what is wrong is said at its field. */
export const policyForm = policyFields
  .extend({
    expires: text,
    was: text.transform(readJson).pipe(policyFields.extend({ expires: text, kept: text.default('') })),
    seen: text.transform(readJson).pipe(z.record(z.string(), z.string())).optional(),
  })
  .transform(({ was, expires, seen, ...form }, context): PolicyForm => {
    const wrong = (field: string, entry?: string) =>
      context.addIssue({ code: 'custom', path: [field], message: messageOf(field), params: { entry } })
    const lastDay = expires === was.expires ? undefined : expires || null
    if (lastDay && readDay(lastDay) === null) wrong('expires')
    const kept = was.kept.split(',')
    const read = (fields: PolicyFormFields) => toPolicyPatch(fields, (name) => kept.includes(name))
    const before = new Map(Object.entries(read(was)).map(([name, value]) => [name, JSON.stringify(value)]))
    const whole = { ...form, 'end_users.budgets': form['end_users.budgets'] ?? was['end_users.budgets'] }
    const changed = Object.entries(read(whole)).filter(([name, value]) => JSON.stringify(value) !== before.get(name))
    const parsed = policyPatchSchema.safeParse(Object.fromEntries(changed))
    if (parsed.success) {
      const expiresLater = lastDay !== undefined && was.expires !== '' && (lastDay === null || lastDay > was.expires)
      const loosens = [...loosening(was, whole, read), ...(expiresLater ? ['expires'] : [])]
      const touched = touchedOf({ ...was }, { ...whole, expires })
      return { patch: parsed.data, lastDay, loosens, touched, seen }
    }
    for (const issue of parsed.error.issues) {
      const field = fieldOf(issue.path.map(String))
      wrong(field, entryOf(whole, field, issue.path.at(-1)))
    }
    return z.NEVER
  })

function touchedOf(was: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] {
  const touched = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(was[name]))
  return touched.map(shownAt)
}

/** The field at which something is said about this one. */
const shownAt = (name: string) => (name === 'clients.tools' ? 'clients.rule' : name)

/** Each field by itself, so that one made stricter beside one made looser is not blamed. */
function loosening(was: PolicyFormFields, now: PolicyFormFields, read: (fields: PolicyFormFields) => unknown): string[] {
  const before = policyPatchSchema.safeParse(read(was))
  if (!before.success) return []
  return Object.entries(now).flatMap(([name, value]) => {
    const after = policyPatchSchema.safeParse(read({ ...was, [name]: value }))
    const loosens = after.success && findLoosened(patchPolicy({}, before.data), patchPolicy({}, after.data)).length > 0
    return loosens ? [shownAt(name)] : []
  })
}

/** Which line of a list is wrong. */
function entryOf(form: PolicyFormFields, field: string, at: PropertyKey | undefined): string | undefined {
  const lines: unknown = form[field as keyof PolicyFormFields]
  if (!Array.isArray(lines)) return undefined
  const line: unknown = typeof at === 'number' ? lines[at] : lines.find((given) => String(given).split('=')[0]?.trim() === at)
  return typeof line === 'string' ? line : undefined
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
