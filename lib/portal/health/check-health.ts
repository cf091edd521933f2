import type pg from 'pg'
import packageInfo from '#package' with { type: 'json' }
import { gatewayPool, portalPool } from '#lib/shared/database/pools'
import { env } from '#lib/shared/env'
import { log } from '#lib/shared/log'
import { askShared, limitsKept } from '#lib/shared/rate-limit/shared-breaker'
import { sharedStateKind } from '#lib/shared/rate-limit/shared-state'

const timeoutMs = 3_000

export interface Health {
  status: 'ok' | 'unavailable'
  version: string
  database: 'ok' | 'down'
  auth: 'ok' | 'down' | 'not_configured'
  /** Losing Redis is not an outage: the same limits then run per process. */
  shared_state: { kind: 'upstash' | 'redis' | 'memory'; state: 'ok' | 'down' }
  /** Where limits are counted at this moment; `degraded`: per process although they should be shared. */
  limits: { kept: 'upstash' | 'redis' | 'memory'; state: 'ok' | 'degraded' }
  /** The parts that keep this deployment from serving; empty when it does. */
  down: string[]
}

async function answers(part: string, probe: () => Promise<unknown>): Promise<boolean> {
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(() => deadline.reject(new Error(`${part} did not answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    await Promise.race([probe(), deadline.promise])
    return true
  } catch (error) {
    log.warn('health_check_failed', { part }, error)
    return false
  } finally {
    clearTimeout(timer)
  }
}

const ask = (pool: pg.Pool) => pool.query('select 1')

async function askAuth(url: string, key: string): Promise<void> {
  const answer = await fetch(new URL('/auth/v1/health', url), { headers: { apikey: key }, signal: AbortSignal.timeout(timeoutMs) })
  await answer.arrayBuffer()
  if (answer.status >= 500) throw new Error(`auth answered ${answer.status}`)
}

/** Asks every part Tollgate rests on; `down` names those without which it cannot serve. */
export async function checkHealth(): Promise<Health> {
  const { SUPABASE_URL: url, SUPABASE_PUBLISHABLE_KEY: key } = env()
  const [portal, gateway, auth, shared] = await Promise.all([
    answers('database', () => ask(portalPool())),
    answers('gateway database', () => ask(gatewayPool())),
    url && key ? answers('auth', () => askAuth(url, key)) : null,
    answers('shared state', askShared),
  ])
  const down = [portal && gateway ? [] : ['database'], auth === false ? ['auth'] : []].flat()
  return {
    status: down.length === 0 ? 'ok' : 'unavailable',
    version: packageInfo.version,
    database: portal && gateway ? 'ok' : 'down',
    auth: auth === null ? 'not_configured' : auth ? 'ok' : 'down',
    shared_state: { kind: sharedStateKind(), state: shared ? 'ok' : 'down' },
    limits: limitsKept(),
    down,
  }
}
