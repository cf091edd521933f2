'use client'

import { Radio } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'

const everyMs = 4000

/** Looks again while the page is seen, so that the first request ticks the last step by itself. */
export function AwaitFirstRequest() {
  const t = useTranslations('firstSteps')
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [router])
  return (
    <p className="flex items-center gap-2 text-sm text-muted-foreground">
      <Radio aria-hidden className="size-4 shrink-0 animate-pulse" />
      {t('waiting')}
    </p>
  )
}
