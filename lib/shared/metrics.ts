import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ErrorCode } from '#lib/shared/errors'
import { processState } from '#lib/shared/process-state'
import { limitsKept, sharedFailures } from '#lib/shared/rate-limit/shared-breaker'

interface Metrics {
  registry: Registry
  /** Requests by outcome. Given to the counter only when somebody asks: its labels cost more than a request should. */
  requests: Map<string, number>
}

function metrics(): Metrics {
  return processState('metrics', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    new Gauge({
      name: 'tollgate_limits_shared',
      help: '1 while limits are counted where they are configured to be, 0 while this process counts them alone although Redis is configured.',
      registers: [registry],
      collect() {
        this.set(limitsKept().state === 'ok' ? 1 : 0)
      },
    })
    new Counter({
      name: 'tollgate_limits_shared_failures_total',
      help: 'Calls to the shared Redis that failed or came too late.',
      registers: [registry],
      collect() {
        this.reset()
        this.inc(sharedFailures())
      },
    })
    const requests = new Map<string, number>()
    new Counter({
      name: 'tollgate_gateway_requests_total',
      help: 'Gateway requests by outcome: accepted once an answer began, else the code of the error.',
      labelNames: ['outcome'],
      registers: [registry],
      collect() {
        this.reset()
        for (const [outcome, count] of requests) this.inc({ outcome }, count)
      },
    })
    return { registry, requests }
  })
}

/** Counts one request of the data plane. */
export function countRequest(outcome: 'accepted' | ErrorCode): void {
  const { requests } = metrics()
  requests.set(outcome, (requests.get(outcome) ?? 0) + 1)
}

/** What this process counts, in Prometheus' text form with its content type. */
export async function renderMetrics(): Promise<{ contentType: string; text: string }> {
  const { registry } = metrics()
  return { contentType: registry.contentType, text: await registry.metrics() }
}
