import type { GatewayResponse } from '#lib/gateway/types'
import { formatUsdNumber } from '#lib/shared/money'

export function answerJson(value: unknown): GatewayResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

declare global {
  interface JSON {
    /** Node 22 and newer; TypeScript's library does not know it yet. */
    rawJSON(text: string): { readonly rawJSON: string }
  }
}

/** USD as the JSON number that clients of this shape expect, to the nanodollar: a double would lose digits of large amounts. */
export function usdNumber(nanos: bigint): { readonly rawJSON: string } {
  return JSON.rawJSON(formatUsdNumber(nanos))
}
