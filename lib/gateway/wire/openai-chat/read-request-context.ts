import { createHash } from 'node:crypto'
import type { DefaultField } from '#lib/shared/policy/policy-document'

/** What a request says of itself, for limits, budgets and reports; all of it still goes upstream. */
export interface SaidContext {
  /** The customer's own user: `safety_identifier`, else `user`. */
  endUser: string | null
  /** `metadata`, as far as OpenAI's limits go. */
  metadata: Readonly<Record<string, string>> | null
  /** The fields with a possible default that the client gave itself. */
  givenFields: readonly DefaultField[]
}

const longestEndUser = 256
const mostPairs = 16
const longestName = 64
const longestValue = 512

const defaultFields = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'seed',
  'reasoning_effort',
  'verbosity',
  'user',
] as const satisfies readonly DefaultField[]

/** Never refuses: a client may send these fields in any form it likes. */
export function readRequestContext(fields: Readonly<Record<string, unknown>>): SaidContext {
  return {
    endUser: readEndUser(fields.safety_identifier) ?? readEndUser(fields.user),
    metadata: readMetadata(fields.metadata),
    givenFields: defaultFields.filter((name) => Object.hasOwn(fields, name)),
  }
}

/** Longer names count under their digest: cut off, two users could be one. */
export function readEndUser(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null
  return value.length <= longestEndUser ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`
}

function readMetadata(value: unknown): Record<string, string> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const pairs: [string, string][] = []
  // Not all entries at once: there may be a hundred thousand.
  for (const name in value) {
    const text: unknown = (value as Record<string, unknown>)[name]
    if (typeof text !== 'string' || name.length > longestName || text.length > longestValue) continue
    pairs.push([name, text])
    if (pairs.length === mostPairs) break
  }
  return pairs.length > 0 ? Object.fromEntries(pairs) : null
}
