'use client'

import { CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { ActionState } from '../_auth/action-state'
import { CopyButton } from './copy-button'

/** Why the form was not accepted, above its first field; fields say their own part below themselves, and the first of them has the focus. */
export function FormRefusal({ state }: { state: ActionState<unknown> }) {
  const t = useTranslations('ui')
  const notice = useRef<HTMLDivElement>(null)
  // The braces keep React from taking the browser's answer, which may be a promise, for a cleanup.
  useEffect(() => {
    const first = notice.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid=true], [data-field-error]')
    const at = first ?? notice.current
    at?.scrollIntoView({ block: first ? 'center' : 'nearest' })
    first?.focus({ preventScroll: true })
  }, [state])
  if (state.status !== 'refused') return null
  return (
    <div ref={notice} role="alert" className="flex items-start gap-2 rounded bg-destructive-soft px-3 py-2 text-sm">
      <CircleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-destructive" />
      <div className="min-w-0 flex-1">
        <p>{state.message}</p>
        {state.requestId ? (
          <p className="mt-1 flex flex-wrap items-center gap-x-2 text-muted-foreground">
            <span>{t('requestId')}</span>
            <code className="font-mono break-all text-foreground">{state.requestId}</code>
            <CopyButton text={state.requestId} label={t('copyRequestId')} iconOnly />
          </p>
        ) : null}
      </div>
    </div>
  )
}
