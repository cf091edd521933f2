import type { Watched } from '../figures/process-use.ts'
import { startPortkey } from './portkey.ts'
import { benchModel } from './seed-gateway.ts'
import type { Front } from './tollgate.ts'

export const targetNames = ['upstream', 'bare', 'front', 'next', 'portkey'] as const
export type TargetName = (typeof targetNames)[number]

/** One thing that answers chat completions, and how it is asked. */
export interface Target {
  name: TargetName
  port: number
  path: string
  model: string
  headers: Record<string, string>
  /** Where there are many keys: one of these in turn, in place of the one in `headers`. */
  secrets?: readonly string[]
  /** What answers a request of it: its own process, and Postgres where it has one. */
  gateway: Watched[]
  database: Watched[]
  stop: () => Promise<void>
}

const nothing = async () => undefined
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

export function upstreamTarget(port: number, pid: number): Target {
  const gateway = [{ pid, withChildren: false }]
  return {
    name: 'upstream',
    port,
    path: '/v1/chat/completions',
    model: benchModel,
    headers: bearer('x'),
    gateway,
    database: [],
    stop: nothing,
  }
}

export function bareTarget({ port, pid, stop }: Front): Target {
  const gateway = [{ pid, withChildren: false }]
  return { name: 'bare', port, path: '/v1/chat/completions', model: benchModel, headers: bearer('x'), gateway, database: [], stop }
}

export function tollgateTarget(name: 'front' | 'next', { port, pid, stop }: Front, secret: string, postgresPid: number): Target {
  return {
    name,
    port,
    path: '/api/v1/chat/completions',
    model: benchModel,
    headers: bearer(secret),
    gateway: [{ pid, withChildren: true }],
    database: [{ pid: postgresPid, withChildren: true }],
    stop,
  }
}

/** It checks no key, keeps no books and counts nothing: what it does is to pass the request on. */
export async function portkeyTarget(upstreamPort: number): Promise<Target> {
  const { pid, port, stop } = await startPortkey()
  const headers = { ...bearer('x'), 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1` }
  return {
    name: 'portkey',
    port,
    path: '/v1/chat/completions',
    model: benchModel,
    headers,
    gateway: [{ pid, withChildren: true }],
    database: [],
    stop,
  }
}
