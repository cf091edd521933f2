import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { RouteAnswer } from '#lib/portal/management-api/define-route'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

const keptHours = 24

export interface IdempotentCall {
  /** The management key: one caller's keys are not another's. */
  scopeId: string
  /** Null: the caller sent none. */
  idempotencyKey: string | null
  fingerprint: Buffer
}

export interface ReplayableAnswer extends RouteAnswer {
  replayed: boolean
}

/** What tells one call from another under the same key. */
export function fingerprintCall(method: string, path: string, body: Buffer): Buffer {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest()
}

export function requireIdempotencyKey(header: string | null): string | null {
  if (header === null) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw new TollgateError('invalid_request', {
      param: 'Idempotency-Key',
      message: 'Idempotency-Key must be 1 to 255 printable characters without spaces.',
    })
  }
  return header
}

/**
 * Runs an act and remembers its answer in one transaction, so that the act has happened exactly when a repetition is
 * answered from memory. Calls with the same key wait for each other. A refused act is undone and not remembered.
 */
export function actOnce(call: IdempotentCall, act: (transaction: RoleTransaction) => Promise<RouteAnswer>): Promise<ReplayableAnswer> {
  return asPortal(async (transaction) => {
    const { idempotencyKey } = call
    if (idempotencyKey === null) return { ...(await act(transaction)), replayed: false }
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${call.scopeId} ${idempotencyKey}`}, 0))`.execute(transaction)
    const known = await recall(transaction, call, idempotencyKey)
    if (known) return known
    const answer = await act(transaction)
    await remember(transaction, call, idempotencyKey, answer)
    return { ...answer, replayed: false }
  })
}

/** For an act that waits on others: no transaction is open meanwhile, so two calls at once may both act. */
export async function actThenRemember(call: IdempotentCall, act: () => Promise<RouteAnswer>): Promise<ReplayableAnswer> {
  const { idempotencyKey } = call
  if (idempotencyKey === null) return { ...(await act()), replayed: false }
  const known = await asPortal((transaction) => recall(transaction, call, idempotencyKey))
  if (known) return known
  const answer = await act()
  await asPortal((transaction) => remember(transaction, call, idempotencyKey, answer))
  return { ...answer, replayed: false }
}

async function recall(transaction: RoleTransaction, call: IdempotentCall, idempotencyKey: string): Promise<ReplayableAnswer | null> {
  const row = await transaction
    .selectFrom('core.idempotency_keys')
    .select(['fingerprint', 'status', 'response'])
    .where('scope_id', '=', call.scopeId)
    .where('idempotency_key', '=', idempotencyKey)
    .where(sql<boolean>`created_at > now() - make_interval(hours => ${keptHours})`)
    .executeTakeFirst()
  if (!row) return null
  if (!row.fingerprint.equals(call.fingerprint)) throw new TollgateError('idempotency_conflict')
  return { status: row.status, body: row.response, replayed: true }
}

/** A row that is still there is past its day and not yet forgotten, or came from a slow call at the same moment. */
async function remember(transaction: RoleTransaction, call: IdempotentCall, idempotencyKey: string, answer: RouteAnswer): Promise<void> {
  const row = {
    fingerprint: call.fingerprint,
    status: answer.status,
    response: JSON.stringify(answer.remembered ?? answer.body ?? null),
    created_at: new Date(),
  }
  await transaction
    .insertInto('core.idempotency_keys')
    .values({ scope_id: call.scopeId, idempotency_key: idempotencyKey, ...row })
    .onConflict((conflict) => conflict.columns(['scope_id', 'idempotency_key']).doUpdateSet(row))
    .execute()
}
