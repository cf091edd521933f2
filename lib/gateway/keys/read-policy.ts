import { type PolicyDocument, policySchema } from '#lib/shared/policy/policy-document'
import { processState } from '#lib/shared/process-state'

/** Characters of documents remembered; those unused for longest go. */
const maxCharacters = 16 * 1024 * 1024

interface KnownPolicies {
  documents: Map<string, PolicyDocument>
  characters: number
  sizes: WeakMap<PolicyDocument, number>
}

function known(): KnownPolicies {
  return processState('gateway-policies', () => ({ documents: new Map(), characters: 0, sizes: new WeakMap() }))
}

/**
 * A stored policy. Equal ones are one object, so that ten thousand keys of a team share the team's, and what is compiled of it.
 * @throws ZodError for one that cannot be read: its keys serve nothing rather than everything.
 */
export function readPolicy(stored: unknown): PolicyDocument {
  const state = known()
  const { documents, sizes } = state
  const text = JSON.stringify(stored)
  const policy = documents.get(text) ?? policySchema.parse(stored)
  if (documents.delete(text)) state.characters -= text.length
  documents.set(text, policy)
  sizes.set(policy, text.length)
  state.characters += text.length
  for (const [oldest] of documents) {
    if (state.characters <= maxCharacters) break
    documents.delete(oldest)
    state.characters -= oldest.length
  }
  return policy
}

/** How long a document is as text. */
export function lengthOf(policy: PolicyDocument): number {
  return known().sizes.get(policy) ?? 0
}
