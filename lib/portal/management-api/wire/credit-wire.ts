import { z } from 'zod'
import type { LedgerEntry } from '#lib/ledger/list-entries'
import { idOut, showIdOrNull, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import type { Credit } from '#lib/portal/credits/post-credit'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

export const creditOut = z
  .object({ id: idOut('entry'), team_id: idOut('team'), amount_usd: usdOut, reference: z.string(), created_at: timeOut })
  .meta({ id: 'Credit' })

export function showCredit(credit: Credit): z.infer<typeof creditOut> {
  return {
    id: showId('entry', credit.id),
    team_id: showId('team', credit.teamId),
    amount_usd: formatUsd(credit.amountNanos),
    reference: credit.reference,
    created_at: credit.createdAt.toISOString(),
  }
}

export const entryOut = z
  .object({
    id: idOut('entry'),
    kind: z.enum(['credit', 'charge', 'refund', 'reversal']),
    amount_usd: usdOut.describe('What it changed: negative where credit was used or taken'),
    overrun_usd: usdOut.describe('The part of a charge that its hold had not foreseen'),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    actor: z.string().nullable().describe('A user, a management key, or system'),
    request_id: idOut('req').nullable(),
    reverses: idOut('entry').nullable(),
    requests: z.number().int().nullable().describe('How many requests a charge sums up'),
    created_at: timeOut,
  })
  .meta({ id: 'LedgerEntry' })

export function showEntry(entry: LedgerEntry): z.infer<typeof entryOut> {
  return {
    id: showId('entry', entry.id),
    kind: entry.kind,
    amount_usd: formatUsd(entry.amount_nanos),
    overrun_usd: formatUsd(entry.overrun_nanos),
    reference: entry.reference,
    reason: entry.reason,
    actor: entry.actor === null ? null : showActor(entry.actor),
    request_id: showIdOrNull('req', entry.request_id),
    reverses: showIdOrNull('entry', entry.reverses),
    requests: entry.requests === null ? null : Number(entry.requests),
    created_at: entry.created_at.toISOString(),
  }
}

/** `user:<uuid>` as the ledger keeps it becomes `user_…`. */
function showActor(actor: string): string {
  const [kind, id] = actor.split(':', 2)
  if (id === undefined) return actor
  return showId(kind === 'user' ? 'user' : 'mkey', id)
}
