import type { MaxField, PolicyDefaults } from '#lib/shared/policy/effective-policy'
import type { PolicyLevel } from '#lib/shared/policy/policy-document'

const maxFields = ['max_completion_tokens', 'max_tokens'] as const satisfies readonly MaxField[]

const none: PolicyDefaults = { fields: new Map(), user: null, maxTokens: null }

/** Per field the value of the nearest level; an output maximum never beyond what the policy allows. */
export function compileDefaults(levels: readonly PolicyLevel[], mostTokens: number | null): PolicyDefaults {
  if (levels.every(({ policy }) => policy.defaults === undefined)) return none
  const fields: Map<string, string> = new Map()
  let user: string | null = null
  let maxTokens: PolicyDefaults['maxTokens'] = null
  for (const { policy } of levels) {
    for (const [name, value] of Object.entries(policy.defaults ?? {})) {
      const field = maxFields.find((candidate) => candidate === name)
      if (field) maxTokens = { field, tokens: Math.min(Number(value), mostTokens ?? Number.POSITIVE_INFINITY) }
      else fields.set(name, JSON.stringify(value))
      if (name === 'user') user = String(value)
    }
  }
  return { fields: fields as PolicyDefaults['fields'], user, maxTokens }
}
