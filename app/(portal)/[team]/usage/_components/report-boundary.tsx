'use client'

import { type ReactNode, Suspense } from 'react'
import { ReportSkeleton } from './report-skeleton'

/**
 * The report, which may come after the rest of the page.
 * In the browser's bundle, as every boundary of ours: a fallback that comes in the server's stream can come in parts,
 * and a part that arrives after the content has taken its place is an error in the reader's console.
 */
export function ReportBoundary({ children }: { children: ReactNode }) {
  return <Suspense fallback={<ReportSkeleton />}>{children}</Suspense>
}
