import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, balance, two views, entries. */
export default function CreditLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-64" />
      </div>
      <div className="flex h-[112px] flex-col gap-2 rounded border bg-card px-5 py-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-8 w-40" />
      </div>
      <Skeleton className="h-4 w-72 max-w-full" />
      <div className="flex h-9 gap-5 border-b">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-4 w-24" />
      </div>
      <div className="rounded border bg-card">
        <TableSkeleton rows={8} />
      </div>
    </>
  )
}
