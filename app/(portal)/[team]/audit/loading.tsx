import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, filters, the log. */
export default function TeamAuditLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-72 max-w-full" />
      </div>
      <Skeleton className="h-[26px] w-80 max-w-full" />
      <div className="rounded border bg-card">
        <TableSkeleton rows={8} />
      </div>
    </>
  )
}
