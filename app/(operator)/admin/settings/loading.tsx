import { Skeleton } from '#ui/skeleton'

/** The shape of the page: head, form, preview. */
export default function SettingsLoading() {
  return (
    <>
      <div className="flex h-12 flex-col justify-center gap-2">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-3.5 w-72" />
      </div>
      <div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
        {[0, 1].map((card) => (
          <div key={card} className="flex h-96 flex-col gap-5 rounded border bg-card p-5">
            {[0, 1, 2, 3].map((field) => (
              <Skeleton key={field} className="h-9 w-full" />
            ))}
          </div>
        ))}
      </div>
    </>
  )
}
