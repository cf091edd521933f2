import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the catalogue: head, search and filters, rows. */
export default function ModelsLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-3.5 w-80 max-w-full" />
      </div>
      <div className="rounded border bg-card">
        <div className="flex h-14 items-center gap-2 border-b px-5 max-md:px-4">
          <Skeleton className="h-8 w-64 max-w-full" />
        </div>
        <TableSkeleton rows={16} />
      </div>
    </>
  )
}
