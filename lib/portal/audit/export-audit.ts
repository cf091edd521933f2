import type { Actor } from '#lib/portal/acting/actor'
import { maxPageLimit } from '#lib/portal/acting/paging'
import { type AuditFilters, type AuditLine, listAuditTrail } from '#lib/portal/audit/list-audit-trail'
import { showTarget } from '#lib/portal/audit/show-target'
import { toCsvRecord } from '#lib/portal/usage/csv'

/** More rows than this are asked for in shorter periods. */
export const mostExported = 10_000
const head = [
  'time',
  'actor_kind',
  'actor',
  'action',
  'target_kind',
  'target',
  'target_id',
  'team',
  'before',
  'after',
  'address',
  'request_id',
]

/** The newest acts within the filters as CSV, with a byte order mark, so that spreadsheets read it as UTF-8. */
export async function exportAudit(actor: Actor, filters: AuditFilters): Promise<string> {
  const lines: string[] = [toCsvRecord(head.map((text) => ({ text })))]
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listAuditTrail>> = await listAuditTrail(actor, { ...filters, limit: maxPageLimit, cursor })
    lines.push(...page.items.map(toLine))
    cursor = page.nextCursor
  } while (cursor !== null && lines.length <= mostExported)
  return `\uFEFF${lines.join('')}`
}

function toLine(row: AuditLine): string {
  const cells = [
    row.created_at.toISOString(),
    row.actor_kind,
    row.actor_name ?? row.actor_id ?? (row.by_operator ? 'operator' : null),
    row.action,
    row.target_kind,
    row.target_name,
    showTarget(row.target_kind, row.target_id),
    row.team_name ?? row.team_id,
    row.before === null ? null : JSON.stringify(row.before),
    row.after === null ? null : JSON.stringify(row.after),
    row.address,
    row.request_id,
  ]
  return toCsvRecord(cells.map((text) => (text === null ? null : { text })))
}
