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
      if (attempt >= attempts || !isPassingFailure(error)) throw error
      await wait(Math.min(50 * 2 ** attempt, 5_000))
    }
  }
}

/** Deadlock, serialization failure, and a lock that was not waited for any longer. */
const gaveWay = new Set<unknown>(['40P01', '40001', '55P03'])

/** A lost connection, or a transaction Postgres ended so that another could go on: nothing about the call itself. */
export function isPassingFailure(error: unknown): boolean {
  if (asTollgateError(error).code === 'unavailable') return true
  return error instanceof Error && 'code' in error && gaveWay.has(error.code)
}
