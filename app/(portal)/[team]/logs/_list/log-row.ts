import type { RequestStatus } from '#lib/portal/requests/request-row'

/** One line of the list, ready to show in the reader's language and zone. */
export interface LogRow {
  /** `req_…`; sorts by time. */
  id: string
  time: string
  /** ISO 8601, UTC. */
  at: string
  model: string
  key: string
  isPlayground: boolean
  /** Of a key that was deleted since: what its line says beside the name. */
  deletedKey: string | null
  status: RequestStatus
  /** The tool it came from; empty where that is not known. */
  client: string
  endUser: string
  /** Separated by commas. */
  tags: string
  errorCode: string | null
  /** The code in words. */
  failure: string | null
  input: string
  output: string
  /** Nanodollars, decimal text. */
  charge: string
  isEstimated: boolean
  /** Milliseconds with separators; empty where there is none. */
  latency: string
  ttft: string
}

export interface LogPage {
  rows: LogRow[]
  nextCursor: string | null
}
