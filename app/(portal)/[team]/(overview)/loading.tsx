import { Skeleton } from '#ui/skeleton'
import { ChartsSkeleton } from '../_components/charts-skeleton'

/** The shape of the overview: head, balance, five figures, two charts, two lists. */
export default function OverviewLoading() {
  return (
    <>
      <div className="flex h-12 items-start justify-between">
        <div className="flex h-full flex-col justify-center gap-2">
          <Skeleton className="h-5 w-32" />
          <Skeleton className="h-3.5 w-56" />
        </div>
        <Skeleton className="h-7 w-80 max-md:hidden" />
      </div>
      <div className="flex h-[138px] flex-col gap-2 rounded border bg-card px-5 py-4">
        <Skeleton className="h-4 w-20" />
        <Skeleton className="h-8 w-40" />
        <Skeleton className="mt-2 h-4 w-80 max-w-full" />
      </div>
      <div className="grid grid-cols-5 divide-x rounded border bg-card max-md:grid-cols-2">
        {Array.from({ length: 5 }, (_, index) => (
          <div key={index} className="flex h-[126px] flex-col gap-2.5 px-5 py-4">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="h-6 w-24" />
            <Skeleton className="h-3.5 w-28" />
          </div>
        ))}
      </div>
      <ChartsSkeleton />
    </>
  )
}
