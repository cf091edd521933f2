import { creditTeam } from '#lib/ledger/credit-team'
import { type Actor, describeActor } from '#lib/portal/acting/actor'
import { requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { writeAudit } from '#lib/portal/acting/write-audit'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { formatUsd } from '#lib/shared/money'

/** No single grant is larger than a billion dollars: a slipped digit must not fill the books. */
const maxAmountNanos = 1_000_000_000n * 1_000_000_000n

export interface CreditRequest {
  teamId: string
  /** More than zero. */
  amountNanos: bigint
  /** Once per team: the same reference again answers the first credit. */
  reference: string
  reason: string
}

export interface Credit {
  id: string
  teamId: string
  /** Negative where credit was taken. */
  amountNanos: bigint
  reference: string
  createdAt: Date
}

export interface PostedCredit {
  credit: Credit
  /** False when the reference had been used before. */
  created: boolean
}

/** Adds or takes credit; `signedNanos` carries the direction. */
export async function postCredit(
  transaction: RoleTransaction,
  actor: Actor,
  input: CreditRequest,
  signedNanos: bigint,
): Promise<PostedCredit> {
  await requirePermission(transaction, actor, 'credit.change', input.teamId)
  if (input.amountNanos <= 0n || input.amountNanos > maxAmountNanos) {
    throw new TollgateError('invalid_request', {
      param: 'amount_usd',
      message: 'amount_usd must not be zero, and at most a billion dollars.',
    })
  }
  const reference = requireText(input.reference, 'reference', 200)
  const reason = requireText(input.reason, 'reason', 500)
  const result = await creditTeam(transaction, {
    teamId: input.teamId,
    amountNanos: signedNanos,
    reference,
    reason,
    actor: describeActor(actor),
    source: 'grants',
  })
  if (!('entryId' in result)) throw refusal(result.outcome)
  if (result.outcome === 'conflict') {
    throw new TollgateError('conflict', {
      param: 'reference',
      message: 'This reference was used for a credit of another amount.',
      details: { amount_usd: formatUsd(result.amountNanos) },
    })
  }
  const created = result.outcome === 'created'
  if (created) {
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: signedNanos > 0n ? 'credit.grant' : 'credit.take',
      targetKind: 'entry',
      targetId: result.entryId,
      after: { amount_nanos: signedNanos, reference, reason },
    })
  }
  return {
    credit: { id: result.entryId, teamId: input.teamId, amountNanos: result.amountNanos, reference, createdAt: result.createdAt },
    created,
  }
}

function refusal(outcome: 'insufficient' | 'zero' | 'unknown_team'): TollgateError {
  if (outcome === 'unknown_team') return new TollgateError('not_found')
  if (outcome === 'zero') return new TollgateError('invalid_request', { param: 'amount_usd' })
  return new TollgateError('conflict', {
    param: 'amount_usd',
    message: 'The team has less available credit than that; what open requests hold cannot be taken.',
  })
}
