'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { cn } from '../cn'

type Status = 'asking' | 'ok' | 'trouble'

/** What `/api/health` says of the service, asked by the browser so that no page waits for it. */
export function ServiceStatus({ className }: { className?: string }) {
  const t = useTranslations('shell.status')
  const [status, setStatus] = useState<Status>('asking')

  useEffect(() => {
    const leaving = new AbortController()
    fetch('/api/health', { method: 'HEAD', signal: leaving.signal, cache: 'no-store' }).then(
      (answer) => setStatus(answer.ok ? 'ok' : 'trouble'),
      () => {
        if (!leaving.signal.aborted) setStatus('trouble')
      },
    )
    return () => leaving.abort()
  }, [])

  const words = t(status)
  return (
    <p title={words} className={cn('flex h-8 items-center gap-2.5 text-sm text-muted-foreground', className)}>
      {status === 'trouble' ? (
        <CircleAlert aria-hidden className="size-4 shrink-0 text-destructive" />
      ) : (
        <CircleCheck aria-hidden className={cn('size-4 shrink-0', status === 'ok' && 'text-success')} />
      )}
      <span className="truncate narrow:sr-only">{words}</span>
    </p>
  )
}
