import { Skeleton } from '#ui/skeleton'

function CardSkeleton({ fields }: { fields: number }) {
  return (
    <div className="flex flex-col gap-4 rounded border bg-card p-5 max-md:p-4">
      <Skeleton className="h-5 w-28" />
      {Array.from({ length: fields }, (_, field) => (
        <Skeleton key={field} className="h-9 w-full" />
      ))}
      <Skeleton className="h-8 w-28" />
    </div>
  )
}

/** The shape of the page: head, and two columns of cards. */
export default function AccountLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-24" />
        <Skeleton className="h-3.5 w-60 max-w-full" />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <CardSkeleton fields={1} />
          <CardSkeleton fields={1} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <CardSkeleton fields={2} />
          <CardSkeleton fields={2} />
        </div>
      </div>
    </>
  )
}
