import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, channels, models. */
export default function OperatorLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-3.5 w-72" />
      </div>
      {[3, 6].map((rows) => (
        <div key={rows} className="rounded border bg-card">
          <div className="flex h-14 items-center border-b px-5">
            <Skeleton className="h-5 w-28" />
          </div>
          <TableSkeleton rows={rows} />
        </div>
      ))}
    </>
  )
}
