'use client'

import { type ReactNode, Suspense } from 'react'
import { RequestPanelSkeleton } from './request-panel-skeleton'

/**
 * An explained request, which may come after the list beside it.
 * In the browser's bundle, as every boundary of ours: a fallback that comes in the server's stream can come in parts,
 * and a part that arrives after the content has taken its place is an error in the reader's console.
 */
export function RequestPanelBoundary({ children }: { children: ReactNode }) {
  return <Suspense fallback={<RequestPanelSkeleton />}>{children}</Suspense>
}
