import { Skeleton } from '#ui/skeleton'

/** The shape of a page with a policy: head, the form's parts, what is in force beside them. */
export function PolicySkeleton() {
  return (
    <>
      <div className="flex h-14 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-3.5 w-72 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_340px]">
        <Skeleton className="h-64 w-full lg:order-2" />
        <div className="flex flex-col gap-4 lg:order-1">
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-96 w-full" />
        </div>
      </div>
    </>
  )
}
