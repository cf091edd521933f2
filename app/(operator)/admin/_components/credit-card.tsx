'use client'

import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Card, CardBody, CardHead } from '#ui/card'
import { InputField } from '#ui/field'
import { FormRefusal } from '#ui/form-refusal'
import { Money } from '#ui/money'
import { SubmitButton } from '#ui/submit-button'
import { entered, fieldError, idle } from '../../../_auth/action-state'
import { grantCreditAction } from '../_actions/credit-actions'

interface CreditCardProps {
  /** Suggestions for the team field: shown id and name. */
  teams: readonly { id: string; name: string }[]
}

export function CreditCard({ teams }: CreditCardProps) {
  const t = useTranslations('credit')
  const [state, action] = useActionState(grantCreditAction, idle)
  const field = (name: string) => ({
    id: `credit-${name}`,
    name,
    autoComplete: 'off',
    error: fieldError(state, name),
    defaultValue: entered(state, name),
  })
  return (
    <Card id="credit">
      <CardHead id="credit" title={t('title')} text={t('text')} />
      <CardBody>
        <form action={action} noValidate className="flex flex-col gap-4">
          <FormRefusal state={state} />
          <div className="grid gap-4 md:grid-cols-2">
            <InputField {...field('team')} list="credit-teams" spellCheck={false} label={t('team')} hint={t('teamHint')} />
            <InputField {...field('amount_usd')} inputMode="decimal" label={t('amount')} />
            <InputField {...field('reference')} maxLength={200} label={t('reference')} hint={t('referenceHint')} />
            <InputField {...field('reason')} maxLength={500} label={t('reason')} />
          </div>
          <datalist id="credit-teams">
            {teams.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </datalist>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <SubmitButton>{t('grant')}</SubmitButton>
            {state.status === 'done' ? (
              <p role="status" className="flex items-center gap-2 text-success">
                <CircleCheck aria-hidden className="size-4" />
                {state.value.created
                  ? t.rich('granted', { team: state.value.team, amount: () => <Money nanos={state.value.amountNanos} as="charge" /> })
                  : t('repeated')}
              </p>
            ) : null}
          </div>
        </form>
      </CardBody>
    </Card>
  )
}
