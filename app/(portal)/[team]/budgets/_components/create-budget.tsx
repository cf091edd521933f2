'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { policyPeriods } from '#lib/shared/policy/policy-document'
import { Button } from '#ui/button'
import { Dialog, DialogContent } from '#ui/dialog'
import { FormRefusal } from '#ui/form-refusal'
import { SelectField, type SelectOption } from '#ui/select'
import { useDone } from '#ui/use-done'
import { useKeptForm } from '#ui/use-kept-form'
import { entered, fieldError } from '../../../../_auth/action-state'
import { AskStop } from '../../_components/ask-stop'
import { modelList, NotSold, tagList, UnusedTag, WatchedField } from '../../_components/suggestions'
import { stopsAll, termsIn } from '../../_components/stops-all'
import { createBudgetAction } from '../_actions/budget-actions'
import { Acts } from './budget-dialogs'
import { BudgetTerms } from './budget-terms'

interface CreateBudgetProps {
  /** The shown id. */
  team: string
  keys: readonly SelectOption[]
  members: readonly SelectOption[]
  /** Null where there are too many to choose from. */
  models: readonly SelectOption[] | null
  /** Only the first of the team's members are among them. */
  moreMembers: boolean
}

const scopes = ['team', 'member', 'key', 'tag', 'model', 'end_user'] as const

export function CreateBudget(props: CreateBudgetProps) {
  const t = useTranslations('budgets')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {t('create')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent keep title={t('create')} text={t('countsNew')}>
          <CreateForm {...props} close={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  )
}

function CreateForm({ team, keys, members, models, moreMembers, close }: CreateBudgetProps & { close: () => void }) {
  const t = useTranslations('budgets')
  const { state, submit, pending, asks, answer } = useKeptForm(
    createBudgetAction,
    (form) => form.get('scope') === 'team' && stopsAll(termsIn(form)),
  )
  const [scope, setScope] = useState<string>('team')
  useDone(state, close)
  const choices: Record<string, readonly SelectOption[] | undefined> = { member: members, key: keys, model: models ?? undefined }
  const choice = choices[scope]
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="team" value={team} />
      <div className="grid gap-4 md:grid-cols-2">
        <SelectField
          id="budget-scope"
          name="scope"
          label={t('of')}
          options={scopes.map((value) => ({ value, label: t(`scopes.${value}`) }))}
          defaultValue={scope}
          onValueChange={setScope}
        />
        {choice ? (
          <SelectField
            key={scope}
            id="budget-scope-id"
            name="scope_id"
            label={t('which')}
            options={choice}
            placeholder={t('choose')}
            hint={scope === 'member' && moreMembers ? t('moreMembers', { count: members.length }) : undefined}
            error={fieldError(state, 'scope_id')}
          />
        ) : scope === 'team' ? null : (
          <WatchedField
            key={scope}
            id="budget-scope-id"
            name="scope_id"
            autoComplete="off"
            label={t('which')}
            hint={t(scope === 'tag' ? 'tagHint' : scope === 'model' ? 'modelHint' : 'endUserHint')}
            list={scope === 'tag' ? tagList : scope === 'model' ? modelList : undefined}
            remark={(name) => (scope === 'tag' ? <UnusedTag tag={name} /> : scope === 'model' ? <NotSold names={[name]} /> : null)}
            defaultValue={entered(state, 'scope_id')}
            error={fieldError(state, 'scope_id')}
          />
        )}
        <SelectField
          id="budget-period"
          name="period"
          label={t('period')}
          options={policyPeriods.map((value) => ({ value, label: t(`periods.${value}`) }))}
          defaultValue="month"
        />
      </div>
      <BudgetTerms state={state} />
      <Acts save={t('create')} busy={pending} />
      {asks ? <AskStop onAnswer={answer} /> : null}
    </form>
  )
}
