import { Redis } from '@upstash/redis'
import { env, requireEnv } from '#lib/shared/env'
import { processState } from '#lib/shared/process-state'
import { connectRedis, requesterOver } from '#lib/shared/rate-limit/plain-redis'

export type SharedStateKind = 'upstash' | 'redis' | 'memory'

/** Where limits that all processes share are kept. `memory`: each process counts for itself. */
export function sharedStateKind(): SharedStateKind {
  if (env().UPSTASH_REDIS_REST_URL !== undefined) return 'upstash'
  return env().REDIS_URL === undefined ? 'memory' : 'redis'
}

/** The shared Redis, or null where limits are kept in memory. */
export function sharedRedis(): Redis | null {
  return processState('shared-redis', makeSharedRedis)
}

function makeSharedRedis(): Redis | null {
  const kind = sharedStateKind()
  if (kind === 'memory') return null
  if (kind === 'redis') return new Redis(requesterOver(connectRedis(requireEnv('REDIS_URL'))))
  return new Redis({
    url: requireEnv('UPSTASH_REDIS_REST_URL'),
    token: requireEnv('UPSTASH_REDIS_REST_TOKEN'),
    retry: { retries: 1, backoff: () => 50 },
    enableTelemetry: false,
  })
}

/** Rejects while the shared Redis does not answer, or is full or read-only and counts nothing; memory always does. */
export async function pingSharedState(): Promise<void> {
  await sharedRedis()?.set('tollgate:alive', 1, { px: 60_000 })
}
