import { refundRequest as postRefund } from '#lib/ledger/refund-request'
import { type Actor, describeActor } from '#lib/portal/acting/actor'
import { requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { timeOfId } from '#lib/shared/ids'

export interface RefundRequestInput {
  requestId: string
  reason: string
}

export interface Refund {
  requestId: string
  teamId: string
  entryId: string
  amountNanos: bigint
}

/** An operator gives back what a request was charged; once, however often it is asked. */
export function refundRequest(
  actor: Actor,
  input: RefundRequestInput,
  joined?: RoleTransaction,
): Promise<{ refund: Refund; created: boolean }> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'request.refund', null)
    const { requestId } = input
    const reason = requireText(input.reason, 'reason', 500)
    const row = await transaction
      .selectFrom('usage.requests')
      .select('team_id')
      .where('id', '=', requestId)
      .where('started_at', '=', timeOfId(requestId))
      .executeTakeFirst()
    const posted = row && (await postRefund(transaction, requestId, reason, describeActor(actor)))
    if (!posted || posted.outcome === 'unknown_request') throw new TollgateError('not_found')
    if (posted.entry_id === null || posted.amount_nanos === null)
      throw new TollgateError('conflict', { message: 'Nothing was charged for this request.' })
    const refund = { requestId, teamId: row.team_id, entryId: posted.entry_id, amountNanos: posted.amount_nanos }
    const created = posted.outcome === 'created'
    if (created) {
      await writeAudit(transaction, actor, {
        teamId: refund.teamId,
        action: 'request.refund',
        targetKind: 'request',
        targetId: requestId,
        after: { entry_id: refund.entryId, amount_nanos: refund.amountNanos, reason },
      })
    }
    return { refund, created }
  })
}
