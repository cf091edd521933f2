'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { toast } from 'sonner'
import { Button } from '#ui/button'
import { Dialog, DialogContent, DialogTrigger } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { runAction } from '#ui/run-action'
import { TableSkeleton } from '#ui/skeleton'
import { type ActionState, idle } from '../../../_auth/action-state'
import { planImportAction } from '../_actions/price-actions'
import { ApplyImportForm, type ImportPlan } from './apply-import-form'

/** Shows what list prices would change, first; applies what the operator leaves ticked, then. */
export function ImportPricesDialog() {
  const t = useTranslations('models')
  const [open, setOpen] = useState(false)
  const [plan, setPlan] = useState<ActionState<ImportPlan>>(idle)
  const [loading, load] = useTransition()

  const change = (opening: boolean) => {
    setOpen(opening)
    if (opening) load(async () => setPlan(await runAction(planImportAction, {})))
  }
  const applied = (count: number) => {
    setOpen(false)
    toast(t('applied', { count }))
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="secondary" size="sm">
          <Download aria-hidden />
          {t('import')}
        </Button>
      </DialogTrigger>
      <DialogContent keep wide title={t('importTitle')} text={t('importText')}>
        {loading ? <TableSkeleton rows={4} /> : <FormRefusal state={plan} />}
        {!loading && plan.status === 'done' ? <ApplyImportForm plan={plan.value} applied={applied} /> : null}
      </DialogContent>
    </Dialog>
  )
}
