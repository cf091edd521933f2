import { CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button'

/** What happened, what to do, and the request id to quote. */
export function ErrorState({
  title,
  text,
  requestId,
  act,
}: {
  title: ReactNode
  text: ReactNode
  requestId?: string | undefined
  act?: ReactNode
}) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded border border-destructive/40 bg-destructive-soft px-4 py-3">
      <CircleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-destructive" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-sm">{text}</p>
        {requestId ? <RequestId id={requestId} /> : null}
        {act ? <div className="mt-3">{act}</div> : null}
      </div>
    </div>
  )
}

function RequestId({ id }: { id: string }) {
  const t = useTranslations('ui')
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-2 text-sm text-muted-foreground">
      <span>{t('requestId')}</span>
      <code className="min-w-0 font-mono break-all text-foreground">{id}</code>
      <CopyButton text={id} label={t('copyRequestId')} iconOnly />
    </p>
  )
}
