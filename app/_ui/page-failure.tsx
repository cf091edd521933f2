'use client'

import { useTranslations } from 'next-intl'
import { Button } from './button'
import { ErrorState } from './error-state'

export interface PageFailureProps {
  /** The digest is Next's id of the error in the server's log. */
  error: Error & { digest?: string }
  reset: () => void
}

/** Stands where a page failed, inside whatever still stands around it. */
export function PageFailure({ error, reset }: PageFailureProps) {
  const t = useTranslations('failure')
  // What failed on the server has a digest: only the browser comes as far as to ask for the network.
  const isOffline = !error.digest && !navigator.onLine
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <ErrorState
        title={t('title')}
        text={t(error.digest ? 'textWithId' : isOffline ? 'textOffline' : 'text')}
        requestId={error.digest}
        act={
          <Button variant="secondary" size="sm" onClick={reset}>
            {t('act')}
          </Button>
        }
      />
    </>
  )
}
