import { setTimeout as wait } from 'node:timers/promises'
import { asTollgateError } from '#lib/shared/errors'

/**
 * Repeats an idempotent ledger call while the database cannot be reached. An unknown outcome is safe to repeat:
 * admission tolerates its own hold, settlement its own row.
 */
export async function retryCommit<T>(attempts: number, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (attempt >= attempts || asTollgateError(error).code !== 'unavailable') throw error
      await wait(Math.min(50 * 2 ** attempt, 5_000))
    }
  }
}
