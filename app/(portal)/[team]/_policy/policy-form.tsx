'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { Button } from '#ui/button'
import { FormRefusal } from '#ui/form-refusal'
import { toast } from '#ui/toast'
import { useDone } from '#ui/use-done'
import { useKeptForm } from '#ui/use-kept-form'
import { type ActionState, fieldError } from '../../../_auth/action-state'
import { SuggestionsProvider } from '../_components/suggestions'
import { stopsAll } from '../_components/stops-all'
import { BudgetsPart } from './budgets-part'
import { ClientsPart } from './clients-part'
import { LimitsPart } from './limits-part'
import { ModelLines } from './model-lines'
import { FieldsProvider, PolicyCheck, PolicyLines, PolicyText } from './policy-field'
import { Pair, Part } from './policy-part'
import type { BudgetRow, PolicyFields } from './policy-values'
import { TagsField } from './tags-field'
import { useFollowingFields } from './use-followed'

interface PolicyFormProps {
  action: (before: ActionState, form: FormData) => Promise<ActionState>
  /** What tells whose policy it is, and what of it was read. */
  hidden: Record<string, string>
  /** What the form begins with, the last day under `expires`. */
  initial: PolicyFields
  timeZone: string
  /** What the team may buy, to choose from. */
  models: readonly string[]
  /** What policies of the team put on keys. */
  tags: readonly string[]
  /** Tags and budgets are administrators'. */
  mayGovern: boolean
  /** It binds the whole team. */
  ofTeam?: boolean
}

const AskStop = dynamic(() => import('../_components/ask-stop').then((module) => module.AskStop), { ssr: false })

/** Everything a policy can say, in parts; what is left empty limits nothing. */
export function PolicyForm({ action, hidden, initial, timeZone, models, tags, mayGovern, ofTeam = false }: PolicyFormProps) {
  const t = useTranslations('policy')
  const stops = (rows: unknown) => ofTeam && (JSON.parse(String(rows || '[]')) as BudgetRow[]).some(stopsAll)
  const mustAsk = (given: FormData) => stops(given.get('budgets')) && !stops(initial.budgets)
  const { state, submit, pending, asks, answer } = useKeptForm(action, mustAsk)
  useDone(state, () => toast.success(t('saved')))
  const form = useFollowingFields(initial)
  const example = models[0] ?? 'model'
  const read = { value: (name: string) => initial[name] ?? '', error: (name: string) => fieldError(state, name) }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-w-0 flex-col gap-4" aria-label={t('form')}>
      <FieldsProvider value={read}>
        <SuggestionsProvider models={models} tags={tags}>
          <FormRefusal state={state} />
          {Object.entries({ ...hidden, was: JSON.stringify(initial) }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Part name="models">
            <Pair>
              <ModelLines name="models.allow" placeholder={example} />
              <ModelLines name="models.deny" />
            </Pair>
            <ModelLines name="aliases" placeholder={`fast = ${example}`} pairs />
          </Part>
          <LimitsPart />
          {mayGovern ? <BudgetsPart /> : null}
          <Part name="request">
            <Pair>
              <PolicyText name="max_output_tokens" inputMode="numeric" />
              <PolicyText name="max_request_usd" inputMode="decimal" />
            </Pair>
            <PolicyLines name="defaults" placeholder="temperature = 0.2" />
          </Part>
          <Part name="access">
            <PolicyLines name="ip_allow" placeholder={'203.0.113.0/24\n2001:db8::/32'} />
            <Pair>
              <PolicyLines name="endpoints.allow" placeholder="POST chat/*" />
              <PolicyLines name="endpoints.deny" />
            </Pair>
            <ClientsPart />
            <Pair>
              <PolicyText name="expires" type="date" hintValues={{ zone: timeZone }} />
              <PolicyText name="block_after_failures" inputMode="numeric" />
            </Pair>
          </Part>
          <Part name="records">
            {mayGovern ? <TagsField /> : null}
            <Checks names={['log.metadata', 'log.end_user', 'log.address']} />
          </Part>
        </SuggestionsProvider>
      </FieldsProvider>
      {asks ? <AskStop onAnswer={answer} /> : null}
      <div className="sticky bottom-0 -mx-1 border-t bg-background px-1 py-3 max-md:bottom-[calc(57px+env(safe-area-inset-bottom))]">
        <Button type="submit" aria-disabled={pending || undefined}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function Checks({ names }: { names: readonly string[] }) {
  const t = useTranslations('policy')
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t('fields.log')}</legend>
      {names.map((name) => (
        <PolicyCheck key={name} name={name} />
      ))}
    </fieldset>
  )
}
