'use client'

import { Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { Button } from '#ui/button'
import { toast } from '#ui/toast'
import { useRunAction } from '#ui/use-run-action'
import { runJobAction } from '../_actions/system-actions'

/** Runs a job now; that is safe at any time, so nothing is asked. */
export function RunJob({ job, name }: { job: string; name: string }) {
  const t = useTranslations('system')
  const [pending, start] = useTransition()
  const runAction = useRunAction()
  const run = () =>
    start(async () => {
      const outcome = await runAction(runJobAction, { job })
      if (outcome.status === 'refused') toast.error(outcome.message)
      else if (outcome.status === 'done') toast(t('ran', { name, count: outcome.value.done }))
    })
  return (
    <Button variant="secondary" size="sm" onClick={run} aria-disabled={pending} aria-label={t('runNamed', { name })}>
      <Play aria-hidden />
      {t('run')}
    </Button>
  )
}
