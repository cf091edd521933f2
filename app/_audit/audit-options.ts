import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { showId } from '#lib/shared/ids'

interface Option {
  value: string
  label: string
}

/** Those who acted on this page of the log. */
export function actorOptions(lines: readonly AuditLine[]): Option[] {
  return distinct(
    lines.flatMap((line) =>
      line.actor_id === null
        ? []
        : [{ value: showId(line.actor_kind === 'user' ? 'user' : 'mkey', line.actor_id), label: line.actor_name ?? line.actor_id }],
    ),
  )
}

export function distinct(options: readonly Option[]): Option[] {
  return [...new Map(options.map((option) => [option.value, option])).values()].toSorted((a, b) => a.label.localeCompare(b.label))
}
