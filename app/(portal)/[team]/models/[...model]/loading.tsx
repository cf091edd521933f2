import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of a model's page: name, prices, facts. */
export default function ModelLoading() {
  return (
    <>
      <div className="flex h-[88px] flex-col justify-end gap-2.5">
        <Skeleton className="h-3.5 w-20" />
        <Skeleton className="h-5 w-56" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        {[5, 6].map((rows) => (
          <div key={rows} className="rounded border bg-card">
            <div className="flex h-14 items-center border-b px-5 max-md:px-4">
              <Skeleton className="h-5 w-28" />
            </div>
            <TableSkeleton rows={rows} />
          </div>
        ))}
      </div>
    </>
  )
}
