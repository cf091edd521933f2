import { storedPart } from '#lib/portal/policies/stored-policy'
import { type PolicyPatch, patchPolicy } from '#lib/shared/policy/patch-policy'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** What a change leaves of a key's policy, in the columns that keep it. */
export function patchKeyPolicy(before: PolicyDocument, patch: PolicyPatch) {
  const wanted = patchPolicy(before, patch)
  const { expires_at: expiresAt, ...rest } = wanted
  return { wanted, columns: { policy: storedPart(rest), expires_at: expiresAt === undefined ? null : new Date(expiresAt) } }
}
