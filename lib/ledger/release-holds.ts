import { retryCommit } from '#lib/ledger/retry-commit'
import { gatewayPool } from '#lib/shared/database/pools'

export interface HeldRequest {
  requestId: string
  teamId: string
}

/** Gives back the holds of requests that never reached an upstream; leaves no request row. Safe to repeat. */
export async function releaseHolds(held: HeldRequest[]): Promise<void> {
  const requests = JSON.stringify(held.map(({ requestId, teamId }) => ({ id: requestId, team: teamId })))
  await retryCommit(5, () => gatewayPool().query('select ledger.release($1)', [requests]))
}
