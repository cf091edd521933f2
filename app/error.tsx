'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { ErrorState } from '#ui/error-state'

/** The digest is Next's id of the error in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('failure')
  return (
    <main className="mx-auto w-full max-w-[560px] px-4 py-[12vh]">
      <h1 className="sr-only">{t('title')}</h1>
      <ErrorState
        title={t('title')}
        text={t('text')}
        requestId={error.digest}
        act={
          <Button variant="secondary" size="sm" onClick={reset}>
            {t('act')}
          </Button>
        }
      />
    </main>
  )
}
