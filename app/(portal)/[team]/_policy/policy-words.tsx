import { ShieldCheck } from 'lucide-react'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type ExplainedMember, type ExplainedPolicy } from '#lib/shared/policy/explain-policy'
import type { PolicyLevelName, PolicyMember, RateLimits } from '#lib/shared/policy/policy-document'
import { parseUsd } from '#lib/shared/money'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import { formatCharge } from '../../../../i18n/format-money'
import { keptOfRequests, nearestEntries } from './in-force'
import { limitMetrics } from './policy-values'

interface Sentence {
  text: ReactNode
  level: PolicyLevelName
}

interface PolicyWordsProps {
  explained: ExplainedPolicy
  timeZone: string
  /** Models the team may buy: a name that stands for none of them is marked. */
  sold: readonly string[]
  only?: PolicyLevelName
}

/** What holds, a sentence each, and which level says so. */
export function PolicyWords({ explained, timeZone, sold, only }: PolicyWordsProps) {
  const t = useTranslations('policy')
  const sentences = useSentences(explained, timeZone, sold)
  return (
    <Card id="in-force" className="lg:sticky lg:top-6">
      <CardHead id="in-force" title={t('inForce')} text={t(only ? 'inForceHere' : 'inForceText')} />
      <div role="region" aria-labelledby="in-force-title" tabIndex={0} className="lg:max-h-[calc(100dvh-9rem)] lg:overflow-y-auto">
        <CardBody>
          {sentences.length === 0 ? (
            <p className="flex items-start gap-2 text-sm text-muted-foreground">
              <ShieldCheck aria-hidden className="h-[1lh] w-4 shrink-0" />
              {t('nothing')}
            </p>
          ) : (
            <ul className="flex flex-col divide-y text-sm" data-testid="policy-words">
              {sentences.map(({ text, level }, index) => (
                <li key={index} className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0">
                  <span className="min-w-0 max-w-full break-words">{text}</span>
                  {only ? null : <Badge>{t(`levels.${level}`)}</Badge>}
                </li>
              ))}
            </ul>
          )}
        </CardBody>
      </div>
    </Card>
  )
}

function useSentences(explained: ExplainedPolicy, timeZone: string, sold: readonly string[]): Sentence[] {
  const t = useTranslations('policy.words')
  const names = useTranslations('clientTools')
  const format = useFormatter()
  const separator = useLocale() === 'zh' ? '、' : ', '
  const list = (items: readonly string[]) => items.join(separator)
  const known = (model: string) => (sold.includes(model) ? model : t('unknownModel', { model }))
  const usd = (text: string) => formatCharge(parseUsd(text)).text
  const limitsOf = (limits: RateLimits) =>
    limitMetrics.flatMap((metric) => {
      const count = limits[metric]
      return count === undefined ? [] : [t(metric, { count })]
    })
  const each = <M extends PolicyMember>(
    member: M,
    say: (value: NonNullable<ExplainedMember<M>['value']>) => readonly ReactNode[],
  ): Sentence[] => {
    const from = explained[member]?.from ?? []
    return from.flatMap(({ level, value }) => say(value).map((text) => ({ text, level })))
  }
  /** One value is in force; the level said is the one it comes from. */
  const one = <M extends PolicyMember>(
    member: M,
    say: (value: NonNullable<ExplainedMember<M>['value']>) => readonly ReactNode[],
  ): Sentence[] => {
    const found = explained[member]
    if (!found || found.value === null) return []
    const source = found.from.findLast(({ value }) => JSON.stringify(value) === JSON.stringify(found.value)) ?? found.from.at(-1)
    return say(found.value).map((text) => ({ text, level: source?.level ?? 'key' }))
  }
  const rules = (kind: 'models' | 'endpoints', { allow, deny }: { allow?: string[]; deny?: string[] }) => [
    ...(allow ? [allow.length > 0 ? t(`${kind}Allow`, { list: list(allow) }) : t(`${kind}None`)] : []),
    ...(deny && deny.length > 0 ? [t(`${kind}Deny`, { list: list(deny) })] : []),
  ]
  return [
    ...each('models', (value) => rules('models', value)),
    ...each('limits', ({ per_model: perModel = {}, per_method: perMethod = {}, ...all }) => [
      ...limitsOf(all),
      ...Object.entries(perModel).flatMap(([name, limits]) => limitsOf(limits).map((limit) => t('ofModel', { limit, name }))),
      ...Object.entries(perMethod).flatMap(([name, limits]) => limitsOf(limits ?? {}).map((limit) => t('ofMethod', { limit, name }))),
    ]),
    ...each('budgets', (budgets) =>
      budgets.map((budget) => {
        const amount = t('budget', { amount: usd(budget.amount_usd), period: budget.period })
        if (budget.mode === 'soft') return t('softBudget', { amount })
        return typeof budget.on_exhausted === 'object' ? t('fallbackBudget', { amount, model: known(budget.on_exhausted.model) }) : amount
      }),
    ),
    ...each('end_users', ({ limits = {}, budgets = [], required }) => [
      ...(required ? [t('endUserRequired')] : []),
      ...limitsOf(limits).map((limit) => t('ofEndUser', { limit })),
      ...budgets.map((budget) => {
        const amount = t('budget', { amount: usd(budget.amount_usd), period: budget.period })
        return t('ofEndUser', { limit: budget.mode === 'soft' ? t('softBudget', { amount }) : amount })
      }),
    ]),
    ...one('max_output_tokens', (count) => [t('maxOutput', { count })]),
    ...one('max_request_usd', (amount) => [t('maxRequest', { amount: usd(amount) })]),
    ...each('endpoints', (value) => rules('endpoints', value)),
    ...each('ip_allow', (addresses) => [addresses.length > 0 ? t('addresses', { list: list(addresses) }) : t('addressesNone')]),
    ...each('clients', ({ allow, deny }) => [
      ...(allow ? [allow.length > 0 ? t('clientsAllow', { list: list(allow.map((tool) => names(tool))) }) : t('clientsNone')] : []),
      ...(deny && deny.length > 0 ? [t('clientsDeny', { list: list(deny.map((tool) => names(tool))) })] : []),
    ]),
    ...one('expires_at', (at) => [
      t('until', { when: format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short', timeZone }) }),
    ]),
    ...one('block_after_failures', (count) => [t('blockAfter', { count })]),
    ...nearestEntries(explained.aliases).map(({ name, value, level }) => ({ text: t('alias', { name, model: known(value) }), level })),
    ...nearestEntries(explained.defaults).map(({ name, value, level }) => ({ text: t('default', { name, value }), level })),
    ...each('tags', (tags) => (tags.length > 0 ? [t('tags', { list: list(tags) })] : [])),
    ...keptOfRequests(explained.log).map(({ word, level }) => ({ text: t(word), level })),
  ]
}
