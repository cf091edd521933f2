import { Skeleton, TableSkeleton } from '#ui/skeleton'

/** The shape of the page: head, settings, members. */
export default function TeamSettingsLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-72 max-w-full" />
      </div>
      <div className="flex flex-col gap-4 rounded border bg-card p-5">
        <Skeleton className="h-9 w-full max-w-xl" />
        <Skeleton className="h-9 w-full max-w-xl" />
      </div>
      <div className="rounded border bg-card">
        <TableSkeleton rows={3} />
      </div>
    </>
  )
}
