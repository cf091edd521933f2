import type { GoneSignal } from '#lib/gateway/client-gone'

/** What a door hands to the pipeline: one HTTP request, free of any framework. */
export interface GatewayRequest {
  method: string
  /** Path without query, as received: `/api/v1/chat/completions`. */
  path: string
  query: URLSearchParams
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Readonly<Record<string, string | undefined>>
  /** What it came over, be it with others before it; null where the door does not know. */
  connection: object | null
  /** Where the request came from, as far as the door can tell whatever the caller wrote; null where it cannot. */
  readAddress(): string | null
  /** The whole body. Throws `request_too_large` past `limit` bytes without reading the rest, `request_timeout` when it is slow. */
  readBody(limit: number): Promise<Uint8Array>
  /** Aborted when the client has gone. */
  signal: GoneSignal
  /** The longest a request may take at this door, where the host sets an end; the answer must be over before. */
  timeLimitMs: number | null
  /** Keeps the process or function alive until `work` has ended. */
  waitUntil(work: Promise<unknown>): void
}

export type GatewayBody = Uint8Array | AsyncIterable<Uint8Array>

export interface GatewayResponse {
  status: number
  headers: Record<string, string>
  /** A stream yields what is to be written as it comes; it must be closed (`return`) when the client goes. */
  body: GatewayBody
}
