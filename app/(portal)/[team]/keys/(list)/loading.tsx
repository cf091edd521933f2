import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, filters, list. */
export default function KeysLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-72 max-w-full" />
      </div>
      <Skeleton className="h-8 w-64" />
      <div className="rounded border bg-card">
        <TableSkeleton rows={6} />
      </div>
    </>
  )
}
