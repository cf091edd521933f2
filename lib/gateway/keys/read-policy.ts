import { type PolicyDocument, policySchema } from '#lib/shared/policy/policy-document'
import { processState } from '#lib/shared/process-state'

/** Different documents in memory; the one unused for longest goes. */
const maxDocuments = 5_000

/**
 * A stored policy. Equal ones are one object, so that ten thousand keys of a team share the team's, and what is compiled of it.
 * @throws ZodError for one that cannot be read: its keys serve nothing rather than everything.
 */
export function readPolicy(stored: unknown): PolicyDocument {
  const documents = processState('gateway-policies', () => new Map<string, PolicyDocument>())
  const text = JSON.stringify(stored)
  const policy = documents.get(text) ?? policySchema.parse(stored)
  documents.delete(text)
  documents.set(text, policy)
  if (documents.size > maxDocuments) {
    const [oldest] = documents.keys()
    if (oldest !== undefined) documents.delete(oldest)
  }
  return policy
}
