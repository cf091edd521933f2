import { Skeleton } from '#ui/skeleton'

/** The shape of an explained request: who and when, timeline, price. */
export function RequestPanelSkeleton() {
  return (
    <div aria-hidden className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-5 w-48" />
        <Skeleton className="h-4 w-64" />
      </div>
      {[6, 5].map((lines) => (
        <div key={lines} className="flex flex-col gap-3">
          <Skeleton className="h-5 w-24" />
          {Array.from({ length: lines }, (_, line) => (
            <Skeleton key={line} className="h-4 w-full" />
          ))}
        </div>
      ))}
    </div>
  )
}
