import type { LimitAnswer } from '#lib/shared/rate-limit/memory-window'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** Each makes the auth server keep a row, or tries a code; signing in takes two or three, and an office may share one address. */
const perAddress = { name: 'sign-in-provider', limit: 240, windowSeconds: 300 }

/** Counts a step to or from a provider; hosts that do not tell the caller's address share one count. */
export function takeProviderStep(address: string | null): Promise<LimitAnswer> {
  return takeFromLimit(perAddress, address ?? 'unknown')
}
