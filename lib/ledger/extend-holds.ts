import { gatewayPool } from '#lib/shared/database/pools'

/** Moves the deadline of still open holds to `ttlMs` from now; answers how many the sweeper has not taken. */
export async function extendHolds(requestIds: string[], ttlMs: number): Promise<number> {
  const { rows } = await gatewayPool().query<{ extended: number }>('select ledger.extend_holds($1, $2) as extended', [requestIds, ttlMs])
  return rows[0]?.extended ?? 0
}
