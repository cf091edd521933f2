import type { PolicyDocument } from '#lib/shared/policy/policy-document'

/** Makes something of a document once, as long as the document lives: keys share that of their team, and what is made of it. */
export function oncePerDocument<T extends object>(make: (policy: PolicyDocument) => T): (policy: PolicyDocument) => T {
  const made = new WeakMap<PolicyDocument, T>()
  return (policy) => {
    const known = made.get(policy)
    if (known) return known
    const fresh = make(policy)
    made.set(policy, fresh)
    return fresh
  }
}
