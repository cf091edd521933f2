import { Skeleton } from '#ui/skeleton'
import { ReportSkeleton } from './_components/report-skeleton'

/** The shape of the page: head and period, filters, chart, table. */
export default function UsageLoading() {
  return (
    <>
      <div className="flex h-12 items-start justify-between">
        <div className="flex h-full flex-col justify-center gap-2">
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-3.5 w-64" />
        </div>
        <Skeleton className="h-7 w-80 max-md:hidden" />
      </div>
      <div className="flex gap-2">
        <Skeleton className="h-7 w-16" />
        <Skeleton className="h-7 w-20" />
      </div>
      <ReportSkeleton />
    </>
  )
}
