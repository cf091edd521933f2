import type { AuditFilters } from '#lib/portal/audit/list-audit-trail'
import { auditActions } from '#lib/portal/audit/audit-actions'
import { parseId } from '#lib/shared/ids'
import { readPeriod } from '../../../_period/read-period'
import { type Query, readMany, readOne } from '../../../_ui/read-query'

export const auditFallback = '30d'

/** What the address narrows the audit log to; days are cut in UTC, as the log is everyone's. */
export function readFilters(query: Query, now: Date): AuditFilters {
  const { from, to } = readPeriod(query, { timeZone: 'UTC', now, fallback: auditFallback })
  const actor = readOne(query, 'actor') ?? ''
  const actions = readMany(query, 'action')
  return {
    from,
    to,
    actorId: parseId('user', actor) ?? parseId('mkey', actor) ?? undefined,
    teamId: parseId('team', readOne(query, 'team') ?? '') ?? undefined,
    actions: auditActions.filter((action) => actions.includes(action)),
  }
}
