import { once } from 'node:events'
import { processorUs, residentMb } from '../figures/process-use.ts'
import type { ChildProgram } from '../start/child-program.ts'
import type { Target } from '../start/targets.ts'
import type { LoadOrder, LoadResult } from './load.ts'
import { chatRequest } from './requests.ts'

export interface Burst {
  streamed: boolean
  concurrency: number
  ms: number
  perSecond?: number
  upstreamWaitMs?: number
}

/** What one burst at one target came to. */
export interface Sample extends LoadResult {
  /** Microseconds of processor time a request; Postgres is the gateway's where it has one. */
  gatewayUs: number
  databaseUs: number
  residentMb: number
}

/** For settlements that run behind their answers: their cost belongs to the burst that made them. */
const settleMs = 150

/** Sends one burst and measures what the target's processes took for it. */
export async function sendBurst(load: ChildProgram, target: Target, burst: Burst): Promise<Sample> {
  const { path, model, headers } = target
  const request = (own: object) =>
    chatRequest({ path, model, headers: { ...headers, ...own }, streamed: burst.streamed, upstreamWaitMs: burst.upstreamWaitMs })
  const order: LoadOrder = {
    port: target.port,
    requests: target.secrets?.map((secret) => request({ authorization: `Bearer ${secret}` })) ?? [request({})],
    concurrency: burst.concurrency,
    ms: burst.ms,
    perSecond: burst.perSecond,
  }
  const before = await Promise.all([processorUs(target.gateway), processorUs(target.database)])
  load.child.send(order)
  const [result] = (await once(load.child, 'message')) as [LoadResult]
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  const after = await Promise.all([processorUs(target.gateway), processorUs(target.database)])
  const requests = Math.max(1, result.answered + result.failed)
  return {
    ...result,
    gatewayUs: (after[0] - before[0]) / requests,
    databaseUs: (after[1] - before[1]) / requests,
    residentMb: await residentMb(target.gateway),
  }
}
