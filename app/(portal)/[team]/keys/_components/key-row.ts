import { memberMay } from '#lib/portal/acting/permissions'
import { blockedByFailures } from '#lib/portal/keys/api-key'
import type { TeamKey } from '#lib/portal/keys/team-key'
import { type KeyActivity, noActivity } from '#lib/portal/usage/read-key-activity'
import { showId } from '#lib/shared/ids'
import { showUsd } from '../../../../_auth/form-fields'
import { dayOf } from '../../../../_period/zone-days'
import type { KeySubject } from './key-subject'

export interface KeyRow {
  key: TeamKey
  use: KeyActivity
  subject: KeySubject
  /** What of its monthly budget is spent or held, if it has one. */
  budget: { amountNanos: bigint; usedNanos: bigint } | null
  /** Whether the reader may change this one. */
  mayChange: boolean
}

interface Reader {
  role: string
  userId: string
  timeZone: string
}

/** A key as its list shows it to this reader: makers may change their own, administrators every one. */
export function toKeyRow(key: TeamKey, use: KeyActivity = noActivity, reader: Reader): KeyRow {
  const own = key.ownerId === reader.userId
  const monthly = key.budgets.find(({ period, mode }) => period === 'month' && mode === 'hard')
  return {
    key,
    use,
    subject: {
      id: showId('key', key.id),
      name: key.name,
      display: key.display,
      state: key.state,
      disabled: key.status !== 'active',
      blocked: key.status === 'blocked',
      mayEnable: memberMay('key.govern', reader.role) || mayLift(key, reader),
      lastUsedAt: use.lastUsedAt,
      expires: key.expiresAt === null ? '' : dayOf(key.expiresAt, reader.timeZone),
      budget: monthly ? showUsd(monthly.amountNanos) : '',
    },
    budget: monthly ? { amountNanos: monthly.amountNanos, usedNanos: monthly.spentNanos + monthly.heldNanos } : null,
    mayChange: memberMay('key.change', reader.role) || (own && memberMay('key.change_own', reader.role)),
  }
}

/** A block by failures, and what oneself disabled, needs no administrator. */
function mayLift({ status, blockReason, disabledBy }: TeamKey, { userId }: Reader): boolean {
  return status === 'blocked' ? blockReason === blockedByFailures : disabledBy === userId
}
