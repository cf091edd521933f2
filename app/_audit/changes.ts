import type { Json } from '#lib/shared/database/types'

export interface FieldChange {
  field: string
  before: string | null
  after: string | null
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function fieldsOf(value: Json): Record<string, Json | undefined> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
}

/** The fields in which two states of a thing differ, by name. */
export function changesOf(before: Json, after: Json): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .toSorted()
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(now[field]) }))
    .filter((change) => change.before !== change.after)
}

/** Which of the two an act did that let something work again or work no more; null where it did neither. */
export function switchedBy(before: Json, after: Json): 'enable' | 'disable' | null {
  const [old, now] = [worksBy(before), worksBy(after)]
  if (old === null || now === null || old === now) return null
  return now ? 'enable' : 'disable'
}

function worksBy(state: Json): boolean | null {
  const { enabled, status } = fieldsOf(state)
  if (typeof enabled === 'boolean') return enabled
  return status === 'active' || status === 'disabled' ? status === 'active' : null
}

/** The amount that an act moved, without its sign; null where it moved none. */
export function amountOf(after: Json): bigint | null {
  const amount = fieldsOf(after).amount_nanos
  if (typeof amount !== 'string' || !/^-?\d{1,30}$/.test(amount)) return null
  const nanos = BigInt(amount)
  return nanos < 0n ? -nanos : nanos
}
