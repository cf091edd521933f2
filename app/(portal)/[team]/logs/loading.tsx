import { useTranslations } from 'next-intl'
import { PageHead } from '#ui/page-head'
import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The page's head, and the shape of the rest: filters, lines. */
export default function LogsLoading() {
  const t = useTranslations('logs')
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <div className="flex flex-wrap gap-2">
        <Skeleton className="h-8 w-56 max-md:w-full" />
        {['status', 'model', 'key', 'streamed', 'min', 'period'].map((chip) => (
          <Skeleton key={chip} className="h-7 w-20" />
        ))}
      </div>
      <div className="rounded border bg-card">
        <div className="h-11 border-b" />
        <TableSkeleton rows={14} />
      </div>
    </>
  )
}
