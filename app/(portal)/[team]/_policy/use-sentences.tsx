import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { ExplainedMember, ExplainedPolicy } from '#lib/shared/policy/explain-policy'
import { compileNames } from '#lib/shared/policy/match-names'
import type { PolicyLevelName, PolicyMember } from '#lib/shared/policy/policy-document'
import { parseUsd } from '#lib/shared/money'
import { timeForms } from '#ui/time'
import { formatCharge } from '../../../../i18n/format-money'
import {
  allowsModel,
  type BudgetInForce,
  keptOfRequests,
  type LimitInForce,
  limitsInForce,
  nearestEntries,
  type Standing,
  whyNot,
} from './in-force'

export interface InForce {
  explained: ExplainedPolicy
  budgets: readonly BudgetInForce[]
  timeZone: string
  /** Models the team may buy: a name that stands for none of them is marked. */
  sold: readonly string[]
}

export interface Sentence {
  text: ReactNode
  /** Null for what several levels come to together. */
  level: PolicyLevelName | null
  standing?: Standing | null
  note?: string
  /** Why it cannot work. */
  trouble?: string | undefined
}

const mostNames = 6

export function useSentences({ explained, budgets, timeZone, sold }: InForce): Sentence[] {
  const t = useTranslations('policy.words')
  const names = useTranslations('clientTools')
  const format = useFormatter()
  const separator = useLocale() === 'zh' ? '、' : ', '
  const list = (items: readonly string[]) => items.join(separator)
  const moment = (at: Date) => format.dateTime(at, { ...timeForms.dated, timeZone })
  const allows = allowsModel(explained.models)
  /** A name or pattern, marked where it stands for nothing that is sold. */
  const known = (pattern: string) => (sold.some(compileNames([pattern])) ? pattern : t('unknownModel', { model: pattern }))
  const usd = (nanos: bigint) => formatCharge(nanos).text
  const troubleOf = (model: string, of: 'alias' | 'fallback') => {
    const why = whyNot(model, sold, allows)
    return why === null ? undefined : t(`trouble.${of}.${why}`, { model })
  }
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
  const rules = (kind: 'models' | 'endpoints', { allow, deny }: { allow?: string[]; deny?: string[] }) => {
    const shown = (items: readonly string[]) => list(kind === 'models' ? items.map(known) : items)
    return [
      ...(allow ? [allow.length > 0 ? t(`${kind}Allow`, { list: shown(allow) }) : t(`${kind}None`)] : []),
      ...(deny && deny.length > 0 ? [t(`${kind}Deny`, { list: shown(deny) })] : []),
    ]
  }
  const together = (): Sentence[] => {
    const levels = explained.models?.from.length ?? 0
    const left = sold.filter(allows)
    if (levels === 0 || (levels === 1 && left.length > 0)) return []
    if (left.length === 0) return [{ text: t('modelsNoneLeft'), level: null, trouble: t('trouble.noModel') }]
    const few = list(left.slice(0, mostNames))
    const more = left.length - mostNames
    return [{ text: t('modelsTogether', { list: more > 0 ? t('andMore', { list: few, count: more }) : few }), level: null }]
  }
  const sayLimit = ({ of, name, metric, count }: LimitInForce) => {
    const limit = t(metric, { count })
    if (of === 'all') return limit
    if (of === 'end_user') return t('ofEndUser', { limit })
    return of === 'model' ? t('ofModel', { limit, name: known(name) }) : t('ofMethod', { limit, name })
  }
  const sayBudget = ({ budget, level, leftNanos, standing }: BudgetInForce): Sentence => {
    const { amountNanos, limitNanos, period, extraUntil, onExhaustedModel: fallback } = budget
    const now = t('budget', { amount: usd(limitNanos), period })
    const amount = extraUntil ? t('raisedBudget', { amount: now, when: moment(extraUntil), after: usd(amountNanos) }) : now
    const isHard = budget.mode === 'hard'
    const terms = !isHard ? t('softBudget', { amount }) : fallback === null ? amount : t('fallbackBudget', { amount, model: fallback })
    const scope = budget.scope === 'tag' || budget.scope === 'model' ? budget.scope : null
    const text = scope ? t(`of.${scope}`, { name: budget.scopeId, budget: terms }) : terms
    if (budget.perEndUser) return { text: t('ofEndUser', { limit: text }), level }
    const note = leftNanos > 0n ? t('left', { amount: usd(leftNanos) }) : t('usedUp')
    return { text, level, standing, note, trouble: isHard && fallback !== null ? troubleOf(fallback, 'fallback') : undefined }
  }
  return [
    ...together(),
    ...each('models', (value) => rules('models', value)),
    ...limitsInForce(explained).map((limit) => ({ text: sayLimit(limit), level: limit.level, standing: limit.standing })),
    ...budgets.map(sayBudget),
    ...each('end_users', ({ required }) => (required ? [t('endUserRequired')] : [])),
    ...one('max_output_tokens', (count) => [t('maxOutput', { count })]),
    ...one('max_request_usd', (amount) => [t('maxRequest', { amount: usd(parseUsd(amount)) })]),
    ...each('endpoints', (value) => rules('endpoints', value)),
    ...each('ip_allow', (addresses) => [addresses.length > 0 ? t('addresses', { list: list(addresses) }) : t('addressesNone')]),
    ...each('clients', ({ allow, deny }) => [
      ...(allow ? [allow.length > 0 ? t('clientsAllow', { list: list(allow.map((tool) => names(tool))) }) : t('clientsNone')] : []),
      ...(deny && deny.length > 0 ? [t('clientsDeny', { list: list(deny.map((tool) => names(tool))) })] : []),
    ]),
    ...one('expires_at', (at) => [t('until', { when: moment(new Date(at)) })]),
    ...one('block_after_failures', (count) => [t('blockAfter', { count })]),
    ...nearestEntries(explained.aliases).map(({ name, value, level }) => ({
      text: t('alias', { name, model: value }),
      level,
      trouble: troubleOf(value, 'alias'),
    })),
    ...nearestEntries(explained.defaults).map(({ name, value, level }) => ({ text: t('default', { name, value }), level })),
    ...each('tags', (tags) => (tags.length > 0 ? [t('tags', { list: list(tags) })] : [])),
    ...keptOfRequests(explained.log).map(({ word, level }) => ({ text: t(word), level })),
  ]
}
