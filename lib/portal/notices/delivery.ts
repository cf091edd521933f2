/** One row of the outbox as a sender needs it. */
export interface Delivery {
  id: string
  notice_id: string
  team_id: string
  user_id: string | null
  webhook_id: string | null
  attempts: number
  kind: string
  payload: unknown
  created_at: Date
}

/** `given up` is final whatever the number of attempts: the recipient is gone. */
export interface DeliveryOutcome {
  state: 'delivered' | 'failed' | 'given up'
  status: number | null
  error: string | null
  ms: number
}
