import { reverseEntry } from '#lib/ledger/reverse-entry'
import { type Actor, describeActor } from '#lib/portal/acting/actor'
import { requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface ReverseCreditInput {
  entryId: string
  reason: string
}

/** An operator takes a whole credit back, below zero if it was spent; once, however often it is asked. */
export function reverseCredit(
  actor: Actor,
  input: ReverseCreditInput,
  joined?: RoleTransaction,
): Promise<{ entryId: string; created: boolean }> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'credit.change', null)
    const reason = requireText(input.reason, 'reason', 500)
    const { outcome, entry_id: entryId, team_id: teamId } = await reverseEntry(transaction, input.entryId, reason, describeActor(actor))
    if (outcome === 'not_a_credit') throw new TollgateError('conflict', { message: 'Only a credit can be reversed.' })
    if (entryId === null) throw new TollgateError('not_found')
    const created = outcome === 'created'
    if (created) {
      await writeAudit(transaction, actor, {
        teamId,
        action: 'credit.reverse',
        targetKind: 'entry',
        targetId: input.entryId,
        after: { entry_id: entryId, reason },
      })
    }
    return { entryId, created }
  })
}
