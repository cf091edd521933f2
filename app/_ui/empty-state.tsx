import type { ReactNode } from 'react'

/** Says what would be here, and offers the one next act. */
export function EmptyState({ title, text, act, children }: { title: ReactNode; text: ReactNode; act?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 px-5 py-6 max-md:px-4">
      <div>
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 max-w-prose text-muted-foreground">{text}</p>
      </div>
      {children}
      {act}
    </div>
  )
}
