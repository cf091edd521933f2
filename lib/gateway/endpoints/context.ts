import type { Caller } from '#lib/gateway/keys/authenticate'
import type { GatewayRequest } from '#lib/gateway/types'

/** One request on its way through the pipeline, with its caller known. */
export interface RequestContext {
  request: GatewayRequest
  /** UUIDv7; `shownId` is the same as clients see it. */
  requestId: string
  shownId: string
  caller: Caller
  /** Milliseconds of `performance.now()`. */
  startedAt: number
}
