'use client'

import { type ReactNode, Suspense } from 'react'
import { ChartsSkeleton } from './charts-skeleton'

/**
 * The overview's lower half, which may come after the rest.
 * In the browser's bundle, as every boundary of ours: a fallback that comes in the server's stream can come in parts,
 * and a part that arrives after the content has taken its place is an error in the reader's console.
 */
export function ChartsBoundary({ children }: { children: ReactNode }) {
  return <Suspense fallback={<ChartsSkeleton />}>{children}</Suspense>
}
