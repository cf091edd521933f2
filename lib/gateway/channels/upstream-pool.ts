import { isIP } from 'node:net'
import { Pool } from 'undici'
import { isPrivateAddress, lookupPublicAddress, privateAddressError } from '#lib/shared/private-address'
import { env } from '#lib/shared/env'
import { forgetProcessState, processState } from '#lib/shared/process-state'

const connectTimeoutMs = 10_000
/** Silence this long inside an answer counts as a broken upstream; reasoning models pause for minutes. */
const idleTimeoutMs = 300_000
/** Every running stream has one to itself: past this the next request waits for one to end. */
const connectionsPerOrigin = 16_384

/** Where a channel's chat endpoint is. */
export interface UpstreamTarget {
  pool: Pool
  path: string
  host: string
}

interface Upstreams {
  pools: Map<string, Pool>
  targets: Map<string, UpstreamTarget>
}

function upstreams(): Upstreams {
  return processState('gateway-upstreams', () => ({ pools: new Map(), targets: new Map() }))
}

/** The pool and path for `endpoint` under a channel's base URL, which carries its version path and may carry a query. */
export function upstreamTarget(baseUrl: string, endpoint: string): UpstreamTarget {
  const { targets } = upstreams()
  const name = `${endpoint} ${baseUrl}`
  const known = targets.get(name)
  if (known) return known
  const url = new URL(baseUrl)
  const target = { pool: poolFor(url), path: `${url.pathname.replace(/\/+$/, '')}${endpoint}${url.search}`, host: url.host }
  targets.set(name, target)
  return target
}

function poolFor(url: URL): Pool {
  const { pools } = upstreams()
  const known = pools.get(url.origin)
  if (known) return known
  const allowPrivate = env().allowPrivateUpstreams
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  // A literal address is connected to without a look-up.
  if (!allowPrivate && isIP(hostname) !== 0 && isPrivateAddress(hostname)) throw privateAddressError(hostname)
  const pool = new Pool(url.origin, {
    connections: connectionsPerOrigin,
    pipelining: 1,
    bodyTimeout: idleTimeoutMs,
    keepAliveTimeout: 30_000,
    connect: { timeout: connectTimeoutMs, ...(allowPrivate ? {} : { lookup: lookupPublicAddress }) },
  })
  pools.set(url.origin, pool)
  return pool
}

/** Closes every upstream connection once its request has ended. */
export async function closeUpstreams(): Promise<void> {
  const known = forgetProcessState<Upstreams>('gateway-upstreams')
  await Promise.all([...(known?.pools.values() ?? [])].map((pool) => pool.close()))
}
