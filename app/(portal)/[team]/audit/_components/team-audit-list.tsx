import Link from 'next/link'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { showTarget } from '#lib/portal/audit/show-target'
import { Time } from '#ui/time'
import { AuditChanges } from '../../../../_audit/audit-changes'
import { ActorName, AuditSentence } from '../../../../_audit/audit-sentence'

/** A team's acts as sentences; a name of what was acted on narrows the log to it. */
export function TeamAuditList({ lines, path }: { lines: readonly AuditLine[]; path: string }) {
  return (
    <ul className="divide-y">
      {lines.map((line) => (
        <li key={line.id} data-testid="audit-line" className="flex gap-4 px-5 py-2.5 max-md:flex-col max-md:gap-0.5 max-md:px-4">
          <Time at={line.created_at} className="w-32 shrink-0 text-sm text-muted-foreground tabular-nums max-md:w-auto" />
          <div className="min-w-0 flex-1">
            <p className="break-words">
              <AuditSentence line={line} who={<Who line={line} />} what={<What line={line} path={path} />} />
            </p>
            <AuditChanges line={line} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Who({ line }: { line: AuditLine }) {
  return (
    <span className="font-medium">
      <ActorName line={line} />
    </span>
  )
}

function What({ line, path }: { line: AuditLine; path: string }) {
  return (
    <Link href={`${path}?target=${encodeURIComponent(line.target_id)}`} className="font-medium wrap-anywhere hover:underline">
      {line.target_name ?? showTarget(line.target_kind, line.target_id)}
    </Link>
  )
}
