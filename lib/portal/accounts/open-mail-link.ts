import type { LimitAnswer } from '#lib/shared/rate-limit/memory-window'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** A link's token follows from address and code, so trying codes must stay slow. */
const perAddress = { name: 'mail-link', limit: 30, windowSeconds: 300 }

/** Counts the opening of a link from a mail; hosts that do not tell the caller's address share one count. */
export function openMailLink(address: string | null): Promise<LimitAnswer> {
  return takeFromLimit(perAddress, address ?? 'unknown')
}
