import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, filters, lines. */
export default function LogsLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-72" />
      </div>
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
