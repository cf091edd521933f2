import type { z } from 'zod'
import { type PolicyDocument, policySchema } from '#lib/shared/policy/policy-document'

type Nullable<S extends z.ZodRawShape> = { [K in keyof S]: z.ZodOptional<z.ZodNullable<S[K]>> }

const nullableShape = Object.fromEntries(
  Object.entries(policySchema.shape).map(([name, member]) => [name, member.nullable().optional()]),
) as Nullable<typeof policySchema.shape>

/** A change of a policy: a member given replaces the one before, null takes it away, one that is absent stays. */
export const policyPatchSchema = policySchema.extend(nullableShape)
export type PolicyPatch = z.infer<typeof policyPatchSchema>

export function patchPolicy(policy: PolicyDocument, patch: PolicyPatch): PolicyDocument {
  const merged = Object.entries({ ...policy, ...withoutUndefined(patch) }).filter(([, value]) => value !== null)
  return Object.fromEntries(merged) as PolicyDocument
}

function withoutUndefined(patch: PolicyPatch): PolicyPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
