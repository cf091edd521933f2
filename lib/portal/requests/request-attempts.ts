import type { ReaderSight } from '#lib/portal/acting/run-verb'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { Json } from '#lib/shared/database/types'
import { timeOfId } from '#lib/shared/ids'

/** One try at an upstream. Microseconds; the start counts from the request's arrival, and is unknown for old rows. */
export interface RequestAttempt {
  status: number | null
  /** An error code, or `client_gone`; null where the answer began. */
  failure: string | null
  startUs: number | null
  durationUs: number
  /** Operators only. */
  channelId: string | null
}

/** In the order they were made. A member's transaction reads them where no channel is told. */
export async function readAttempts(transaction: RoleTransaction, sight: ReaderSight, requestId: string): Promise<RequestAttempt[]> {
  if (sight === 'member') return readAsMember(transaction, requestId)
  const row = await transaction
    .selectFrom('usage.requests')
    .select('attempts')
    .where('id', '=', requestId)
    .where('started_at', '=', timeOfId(requestId))
    .executeTakeFirst()
  const attempts = parseAttempts(row?.attempts ?? [])
  return sight === 'operator' ? attempts : attempts.map((attempt) => ({ ...attempt, channelId: null }))
}

async function readAsMember(transaction: RoleTransaction, requestId: string): Promise<RequestAttempt[]> {
  const rows = await transaction
    .selectFrom('usage.request_attempts')
    .select(['status', 'failure', 'start_us', 'duration_us'])
    .where('request_id', '=', requestId)
    .where('started_at', '=', timeOfId(requestId))
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    status: row.status,
    failure: row.failure,
    startUs: row.start_us === null ? null : Number(row.start_us),
    durationUs: Number(row.duration_us ?? 0n),
    channelId: null,
  }))
}

/** Attempts as the row keeps them; those before starts were recorded have whole milliseconds only. */
export function parseAttempts(stored: Json): RequestAttempt[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((attempt) => {
    if (attempt === null || typeof attempt !== 'object' || Array.isArray(attempt)) return []
    return [
      {
        status: numberOr(attempt.status, null),
        failure: typeof attempt.failure === 'string' ? attempt.failure : null,
        startUs: numberOr(attempt.start_us, null),
        durationUs: numberOr(attempt.duration_us, numberOr(attempt.ms, 0) * 1000),
        channelId: typeof attempt.channel_id === 'string' ? attempt.channel_id : null,
      },
    ]
  })
}

function numberOr<Fallback>(value: Json | undefined, fallback: Fallback): number | Fallback {
  return typeof value === 'number' ? value : fallback
}
