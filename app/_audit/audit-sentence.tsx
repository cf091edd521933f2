import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { auditActions } from '#lib/portal/audit/audit-actions'
import type { AuditLine } from '#lib/portal/audit/list-audit-trail'
import { readBrand } from '#lib/portal/settings/read-brand'
import { Money } from '#ui/money'
import { amountOf, switchedBy } from './changes'

interface AuditSentenceProps {
  line: AuditLine
  /** The names, as the area links them. */
  who: ReactNode
  what: ReactNode
}

/** One act in words: who did what to what. */
export function AuditSentence({ line, who, what }: AuditSentenceProps) {
  const t = useTranslations('audit')
  const nanos = amountOf(line.after)
  const amount = () => (nanos === null ? null : <Money nanos={nanos} as="charge" className="font-medium" />)
  const parts = { who: () => who, what: () => what }
  const action = auditActions.find((name) => name === line.action)
  if (action === undefined) return t.rich('acts.other', { ...parts, action: line.action })
  const thing = switchable.find((name) => action === `${name}.update`)
  const switched = switchedBy(line.before, line.after)
  if (thing !== undefined && switched !== null) return t.rich(`acts.${thing}_${switched}`, parts)
  const key = action.replace('.', '_') as Underscored<typeof action>
  return t.rich(`acts.${key}`, { ...parts, amount })
}

/** What is switched on and off as a change among others. */
const switchable = ['team', 'key', 'channel', 'webhook'] as const

type Underscored<Text extends string> = Text extends `${infer Thing}.${infer Verb}` ? `${Thing}_${Verb}` : never

/** Who acted, by the name that is still known. */
export async function ActorName({ line }: { line: AuditLine }) {
  if (line.actor_name !== null) return line.actor_name
  const [t, { name: brand }] = await Promise.all([getTranslations('audit'), readBrand()])
  if (line.actor_kind === 'system') return t('system', { brand })
  return t(line.by_operator ? 'operator' : 'someone')
}
