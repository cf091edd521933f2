import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the report: chart, table. */
export function ReportSkeleton() {
  return (
    <>
      <div className="rounded border bg-card">
        <div className="flex h-[53px] items-center border-b px-5">
          <Skeleton className="h-7 w-72" />
        </div>
        <div className="h-[374px] p-5">
          <Skeleton className="h-[300px] w-full" />
        </div>
      </div>
      <div className="rounded border bg-card">
        <div className="flex h-[53px] items-center border-b px-5">
          <Skeleton className="h-7 w-56" />
        </div>
        <TableSkeleton rows={10} />
      </div>
    </>
  )
}
