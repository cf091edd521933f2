import { Skeleton } from '#ui/skeleton'

/** The shape of the playground: head, the column's model, an empty sheet, the composer. */
export default function PlaygroundLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-3.5 w-80 max-w-full" />
      </div>
      <div className="flex flex-col rounded border bg-card">
        <div className="flex h-13 items-center border-b px-4">
          <Skeleton className="h-4 w-40" />
        </div>
        <div className="h-[42vh]" />
        <div className="border-t p-3">
          <Skeleton className="h-16 w-full" />
          <div className="flex h-9 items-end justify-end">
            <Skeleton className="h-7 w-20" />
          </div>
        </div>
      </div>
    </>
  )
}
