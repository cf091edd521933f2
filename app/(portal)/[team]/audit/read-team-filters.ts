import { auditActions } from '#lib/portal/audit/audit-actions'
import type { AuditFilters } from '#lib/portal/audit/list-audit-trail'
import { parseId } from '#lib/shared/ids'
import { readPeriod } from '../../../_period/read-period'
import { type Query, readMany, readOne } from '../../../_ui/read-query'

export const auditFallback = '30d'

/** What the address narrows a team's audit log to; days are cut by the team's clock. */
export function readTeamFilters(query: Query, team: { id: string; timeZone: string }, now: Date): AuditFilters {
  const { from, to } = readPeriod(query, { timeZone: team.timeZone, now, fallback: auditFallback })
  const actor = readOne(query, 'actor') ?? ''
  const actions = readMany(query, 'action')
  return {
    from,
    to,
    ofTeam: team.id,
    actorId: parseId('user', actor) ?? parseId('mkey', actor) ?? undefined,
    targetId: readOne(query, 'target'),
    actions: auditActions.filter((action) => actions.includes(action)),
  }
}
