import type { Caller } from '#lib/gateway/keys/authenticate'
import type { Access } from '#lib/shared/policy/check-policy'
import type { GatewayRequest } from '#lib/gateway/types'

/** One request on its way through the pipeline, with its caller known. */
export interface RequestContext {
  request: GatewayRequest
  /** UUIDv7; `shownId` is the same as clients see it. */
  requestId: string
  shownId: string
  caller: Caller
  /** From where, with what and for what it came. */
  access: Access
  /** Milliseconds of `performance.now()`. */
  startedAt: number
}
