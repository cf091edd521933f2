import { attachDatabasePool } from '@vercel/functions'
import pg from 'pg'
import { requireEnv } from '#lib/shared/env'
import { log } from '#lib/shared/log'
import { forgetProcessState, processState } from '#lib/shared/process-state'

const int8 = 20
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8 && format !== 'binary') return BigInt
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

/** A pool whose `bigint` columns arrive as `bigint`. */
export function createPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    types,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'tollgate',
  })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => log.warn('database_connection_lost', {}, error))
  attachDatabasePool(pool)
  return pool
}

/** Pages, management API and jobs: the login that may become `authenticated` or `portal`. */
export function portalPool(): pg.Pool {
  return processState('portal-pool', () => createPool(requireEnv('DATABASE_URL'), 10))
}

/** Gateway: the login that may only execute admission, settlement and snapshot functions. */
export function gatewayPool(): pg.Pool {
  return processState('gateway-pool', () => createPool(requireEnv('GATEWAY_DATABASE_URL'), 6))
}

/** Closes what this process has opened; the next use opens it anew. */
export async function closePools(): Promise<void> {
  await Promise.all(['portal-pool', 'gateway-pool'].map((name) => forgetProcessState<pg.Pool>(name)?.end()))
}
