import type { RequestContext } from '#lib/gateway/endpoints/context'
import type { RouteMatch } from '#lib/gateway/endpoints/match-route'
import { planLimits } from '#lib/gateway/limits/plan-limits'
import { takeLimits } from '#lib/gateway/limits/take-limits'
import type { GatewayResponse } from '#lib/gateway/types'

/** A route that asks no model, under the limits of its method. */
export async function serveWithinLimits(context: RequestContext, { id, route }: RouteMatch): Promise<GatewayResponse> {
  const { access, caller, request, requestId } = context
  const method = access.method === 'HEAD' ? 'GET' : access.method
  const plan = planLimits(caller.key.policy, { model: null, method, endUser: null, tokens: 0 })
  if (plan.limits.length === 0) return route.serve(context, id)
  const limits = await takeLimits(plan, { requestId, now: access.now })
  if (!limits.ok) throw limits.error
  try {
    const response = await route.serve(context, id)
    Object.assign(response.headers, limits.grant.headers)
    return response
  } finally {
    request.waitUntil(limits.grant.settle(0))
  }
}
