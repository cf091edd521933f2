import Link from 'next/link'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { showId } from '#lib/shared/ids'
import { Time } from '#ui/time'
import { AuditChanges } from '../../../../_audit/audit-changes'
import { Sentence } from './sentence'

/** Acts as sentences, each with what it changed under it. */
export function AuditList({ lines }: { lines: readonly AuditLine[] }) {
  return (
    <ul className="divide-y">
      {lines.map((line) => (
        <li key={line.id} data-testid="audit-line" className="flex gap-4 px-5 py-2.5 max-md:flex-col max-md:gap-0.5 max-md:px-4">
          <Time at={line.created_at} className="w-32 shrink-0 text-sm text-muted-foreground tabular-nums max-md:w-auto" />
          <div className="min-w-0 flex-1">
            <p className="break-words">
              <Sentence line={line} />
              {line.team_id && line.target_kind !== 'team' ? <InTeam id={line.team_id} name={line.team_name} /> : null}
            </p>
            <AuditChanges line={line} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function InTeam({ id, name }: { id: string; name: string | null }) {
  const shown = showId('team', id)
  return (
    <span className="text-muted-foreground">
      {' · '}
      <Link href={`/admin/teams/${shown}`} className="font-medium hover:underline">
        {name ?? shown}
      </Link>
    </span>
  )
}
