'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'

interface LogEndProps {
  count: number
  hasMore: boolean
  loading: 'idle' | 'loading' | 'failed'
  loadMore: () => void
}

/** What comes after the last line: more of them, a failure to fetch them, or nothing. */
export function LogEnd({ count, hasMore, loading, loadMore }: LogEndProps) {
  const t = useTranslations('logs.end')
  return (
    <div
      role="status"
      className="flex min-h-11 flex-wrap items-center justify-between gap-3 px-5 py-2 text-sm text-muted-foreground max-md:px-4"
    >
      <span>{loading === 'failed' ? t('failed') : hasMore ? t('shown', { count }) : t('all', { count })}</span>
      {hasMore ? (
        <Button variant="secondary" size="sm" disabled={loading === 'loading'} onClick={loadMore}>
          {loading === 'loading' ? t('loading') : loading === 'failed' ? t('again') : t('more')}
        </Button>
      ) : null}
    </div>
  )
}
