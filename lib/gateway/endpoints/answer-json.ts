import type { GatewayResponse } from '#lib/gateway/types'
import { formatUsd } from '#lib/shared/money'

export function answerJson(value: unknown): GatewayResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

/** USD as the JSON number that clients of this shape expect; ledger pages and headers carry the exact text. */
export function usdNumber(nanos: bigint): number {
  return Number(formatUsd(nanos))
}
