import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { changesOf } from './changes'

/** What an act changed, field by field, and from where it came. */
export function AuditChanges({ line }: { line: AuditLine }) {
  const t = useTranslations('audit')
  const changes = changesOf(line.before, line.after)
  return (
    <details className="group mt-0.5 text-sm">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm pr-1 text-muted-foreground hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
        {changes.length === 0 ? t('detailsAlone') : t('details', { count: changes.length })}
      </summary>
      <dl className="mt-1 grid gap-x-4 gap-y-1 rounded bg-muted px-3 py-2 md:grid-cols-[max-content_1fr]">
        {changes.map((change) => (
          <div key={change.field} className="contents max-md:block">
            <dt className="font-mono text-muted-foreground">{change.field}</dt>
            <dd className="min-w-0 font-mono break-all">
              {change.before === null ? null : <del className="text-destructive">{change.before}</del>}
              {change.before !== null && change.after !== null ? ' → ' : null}
              {change.after === null ? null : <ins className="no-underline text-success">{change.after}</ins>}
            </dd>
          </div>
        ))}
        <div className="contents max-md:block">
          <dt className="font-mono text-muted-foreground">{t('action')}</dt>
          <dd className="font-mono">{line.action}</dd>
        </div>
        {line.address ? (
          <div className="contents max-md:block">
            <dt className="font-mono text-muted-foreground">{t('address')}</dt>
            <dd className="font-mono">{line.address}</dd>
          </div>
        ) : null}
      </dl>
    </details>
  )
}
